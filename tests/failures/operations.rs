//! Calls that cannot be sent as described: servers, paths, parameters, bodies.

use crate::checks::{refused, warned};

refused! {
    an_incomplete_server: "servers: [{url: /v1}]";
    a_server_without_a_host: "servers: [{url: 'https:///v1'}]";
    a_server_with_an_unknown_variable: "servers: [{url: 'https://{region}.pets.example'}]";
    a_server_with_a_query: "servers: [{url: 'https://pets.example/?key=1'}]";
    a_server_with_a_blank: "servers: [{url: 'https://pets.example/a b'}]";
    servers_of_a_path: "paths: {/pets: {servers: [{url: https://other.example}]}}";
    servers_of_an_operation: "
paths: {/pets: {get: {servers: [{url: https://other.example}], responses: {'204': {description: None.}}}}}
";
    security_of_all_operations: "
security: [{key: []}]
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
";
    security_of_one_operation: "
paths: {/pets: {get: {security: [{key: []}], responses: {'204': {description: None.}}}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
";
    a_brace_that_is_not_closed: "paths: {'/pets/{id': {get: {responses: {'204': {description: None.}}}}}";
    a_variable_that_stands_twice: "
paths: {'/pets/{id}/{id}': {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_path_parameter_that_the_path_lacks: "
paths:
  /pets:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    get: {responses: {'204': {description: None.}}}
    put: {responses: {'204': {description: None.}}}
";
    a_parameter_that_stands_twice: "
paths:
  /pets:
    get:
      parameters:
      - {name: tag, in: query, schema: {type: string}}
      - {$ref: '#/components/parameters/Tag'}
      responses: {'204': {description: None.}}
components: {parameters: {Tag: {name: tag, in: query, schema: {type: integer}}}}
";
    a_shared_parameter_of_two_operations: "
paths:
  /cats: {get: {parameters: [{$ref: '#/components/parameters/Filter'}], responses: {'204': {description: None.}}}}
  /dogs: {get: {parameters: [{$ref: '#/components/parameters/Filter'}], responses: {'204': {description: None.}}}}
components: {parameters: {Filter: {name: filter, in: query, schema: {type: object}}}}
";
    allow_reserved: "
paths: {/pets: {get: {parameters: [{name: a, in: query, allowReserved: true, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_parameter_with_content: "
paths: {/pets: {get: {parameters: [{name: a, in: query, content: {application/json: {schema: {}}}}], responses: {'204': {description: None.}}}}}
";
    an_object_as_a_parameter: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: deepObject, schema: {type: object, properties: {b: {type: string}}}}], responses: {'204': {description: None.}}}}}
";
    arrays_in_an_array: "
paths: {/pets: {get: {parameters: [{name: a, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}], responses: {'204': {description: None.}}}}}
";
    null_in_an_array: "
paths: {/pets: {get: {parameters: [{name: a, in: query, schema: {type: array, items: {type: string, nullable: true}}}], responses: {'204': {description: None.}}}}}
";
    an_array_as_a_deep_object: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: deepObject, schema: {type: array, items: {type: string}}}], responses: {'204': {description: None.}}}}}
";
    an_array_with_pipes_and_explode: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: pipeDelimited, explode: true, schema: {type: array, items: {type: string}}}], responses: {'204': {description: None.}}}}}
";
    a_text_with_pipes: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: pipeDelimited, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_header_that_http_needs: "
paths: {/pets: {get: {parameters: [{name: Host, in: header, required: true, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_body_in_one_of_several_types: "
paths: {/pets: {post: {requestBody: {content: {application/json: {schema: {}}, text/plain: {schema: {type: string}}}}, responses: {'204': {description: None.}}}}}
";
    a_body_of_a_type_that_is_not_covered: "
paths: {/pets: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    a_body_without_a_schema: "
paths: {/pets: {post: {requestBody: {content: {application/json: {}}}, responses: {'204': {description: None.}}}}}
";
    encoding: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {tags: {type: array, items: {type: string}}}}
            encoding: {tags: {explode: false}}
      responses: {'204': {description: None.}}
";
    an_object_as_text: "
paths: {/pets: {post: {requestBody: {content: {text/plain: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    a_text_as_a_form: "
paths: {/pets: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: string}}}}, responses: {'204': {description: None.}}}}}
";
    objects_in_a_form: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {home: {type: object, properties: {street: {type: string}}}, toys: {type: array, items: {type: object}}}}
      responses: {'204': {description: None.}}
";
    objects_in_a_form_behind_a_reference: "
paths: {/pets: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: None.}}}}}
components: {schemas: {Pet: {type: object, properties: {home: {type: object}}}}}
";
    a_body_with_trace: "
paths: {/pets: {trace: {requestBody: {content: {application/json: {schema: {}}}}, responses: {'204': {description: None.}}}}}
";
}

warned! {
    no_server: "servers: []";
    a_server_without_tls: "servers: [{url: http://pets.example}]";
    an_id_that_stands_twice: "
paths:
  /cats: {get: {operationId: list, responses: {'204': {description: None.}}}}
  /dogs: {get: {operationId: list, responses: {'204': {description: None.}}}}
";
    a_variable_without_a_parameter: "paths: {'/pets/{id}': {get: {responses: {'204': {description: None.}}}}}";
    a_header_that_follows_from_the_rest: "
paths: {/pets: {get: {parameters: [{name: Accept, in: header, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_header_that_http_sets: "
paths: {/pets: {get: {parameters: [{name: Content-Length, in: header, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    reserved_characters_outside_the_query: "
paths: {/pets: {get: {parameters: [{name: a, in: cookie, allowReserved: true, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    an_empty_value_for_a_number: "
paths: {/pets: {get: {parameters: [{name: a, in: query, allowEmptyValue: true, schema: {type: integer}}], responses: {'204': {description: None.}}}}}
";
    a_body_without_a_media_type: "
paths: {/pets: {post: {requestBody: {content: {}}, responses: {'204': {description: None.}}}}}
";
    a_body_with_get: "
paths: {/pets: {get: {requestBody: {content: {application/json: {schema: {}}}}, responses: {'204': {description: None.}}}}}
";
    callbacks: "
paths: {/pets: {post: {callbacks: {sold: {'{$request.query.url}': {post: {responses: {'204': {description: None.}}}}}}, responses: {'204': {description: None.}}}}}
";
    callbacks_behind_a_reference: "
paths: {/pets: {post: {callbacks: {sold: {$ref: '#/components/callbacks/Sold'}}, responses: {'204': {description: None.}}}}}
";
}
