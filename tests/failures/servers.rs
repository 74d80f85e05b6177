//! Servers that no call can go to, or not as described.

use crate::checks::{refused, warned};

refused! {
    a_scheme_that_is_not_http: "servers: [{url: 'wss://pets.example'}]";
    a_server_without_a_scheme_but_with_a_port: "servers: [{url: 'localhost:8080/v1'}]";
    a_server_without_a_host: "servers: [{url: 'https:///v1'}]";
    a_variable_that_can_end_up_behind_the_host: "servers: [{url: 'https://pets.example{base}{rest}', variables: {base: {default: /v1}, rest: {default: x}}}]";
    a_server_with_a_port_that_is_none: "servers: [{url: 'https://pets.example:99999'}]";
    a_server_with_a_host_that_is_none: "servers: [{url: 'https://a,b.example'}]";
    a_server_with_a_port_alone: "servers: [{url: 'https://:8080'}]";
    a_server_with_the_scheme_of_the_page: "servers: [{url: //pets.example}]";
    a_server_with_a_query: "servers: [{url: 'https://pets.example/?key=1'}]";
    a_server_with_a_blank: "servers: [{url: 'https://pets.example/a b'}]";
    a_server_with_a_password: "servers: [{url: 'https://user:pass@pets.example'}]";
    a_server_with_a_step_up: "servers: [{url: ../v2}]";
    a_brace_that_is_not_closed: "servers: [{url: 'https://{region.pets.example'}]";
    a_brace_that_is_not_opened: "servers: [{url: 'https://region}.pets.example'}]";
    a_variable_without_a_name: "servers: [{url: 'https://{}.pets.example'}]";
    a_variable_that_is_not_declared: "servers: [{url: 'https://{region}.pets.example', variables: {area: {default: eu}}}]";
    a_variable_without_a_default: "servers: [{url: 'https://{region}.pets.example', variables: {region: {enum: [eu]}}}]";
    a_variable_without_any_value: "servers: [{url: 'https://{region}.pets.example', variables: {region: {enum: [], default: eu}}}]";
    values_that_leave_their_place: "
servers:
- url: '{scheme}://{region}.pets.example:{port}{base}/{version}'
  variables:
    scheme: {enum: [https, ftp], default: https}
    region: {enum: [eu, evil.example/], default: eu}
    port: {default: 443@evil.example}
    base: {enum: [/api, api], default: /api}
    version: {enum: [v1, 'v2?beta', v3/.., a b], default: v1}
";
    values_that_make_another_url: "
servers:
- url: '{scheme}://pets.example/{version}'
  variables: {scheme: {enum: [https, ftp], default: https}, version: {enum: [v1, v3/..], default: v1}}
";
    a_path_with_a_server_that_has_no_host: "
servers: []
paths: {/pets: {servers: [{url: /v2}], get: {responses: {'204': {description: None.}}}}}
";
    an_operation_with_a_server_that_has_no_host: "
servers: [{url: /v1}]
paths: {/pets: {get: {servers: [{url: v2}], responses: {'204': {description: None.}}}}}
";
    an_operation_with_a_server_that_is_not_http: "
paths: {/pets: {get: {servers: [{url: 'ftp://pets.example'}], responses: {'204': {description: None.}}}}}
";
}

warned! {
    no_server: "servers: []";
    a_server_without_tls: "servers: [{url: http://pets.example}]";
    other_servers_without_tls: "
servers: [{url: https://pets.example}, {url: 'http://test.pets.example:8080/v1'}, {url: 'http://localhost:8080'}]
paths: {/pets: {servers: [{url: 'http://[2001:db8::1]:80'}], get: {responses: {'204': {description: None.}}}, put: {responses: {'204': {description: None.}}}}}
";
    a_server_that_is_only_a_path: "servers: [{url: /v1}]";
    servers_that_are_only_paths: "servers: [{url: /v1}, {url: /v2}]";
    a_server_that_is_a_relative_path: "servers: [{url: ./v1/}]";
    a_server_that_is_the_place_of_the_description: "servers: [{url: .}]";
    a_server_that_is_the_root: "servers: [{url: /}]";
    a_variable_path: "servers: [{url: '/{version}', variables: {version: {default: v1, enum: [v1, v2]}}}]";
    relative_servers_behind_the_first: "
servers: [{url: https://pets.example/v1}, {url: /v2}, {url: 'v3/{area}', variables: {area: {default: all}}}]
paths: {/pets: {get: {servers: [{url: /v4}], responses: {'204': {description: None.}}}}}
";
    a_default_that_is_no_value: "servers: [{url: 'https://{region}.pets.example', variables: {region: {enum: [eu, us], default: asia}}}]";
    a_variable_that_the_url_lacks: "servers: [{url: https://pets.example, variables: {region: {default: eu}}}]";
}
