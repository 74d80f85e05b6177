//! Calls that cannot be sent as described: paths, parameters, bodies.

use crate::checks::{refused, warned};

refused! {
    two_credentials_in_one_header: "
security: [{token: [], password: []}]
components: {securitySchemes: {token: {type: http, scheme: bearer}, password: {type: http, scheme: basic}}}
";
    two_credentials_in_one_header_of_any_case: "
paths: {/pets: {get: {security: [{a: [], b: []}], responses: {'204': {description: None.}}}}}
components: {securitySchemes: {a: {type: apiKey, in: header, name: X-Key}, b: {type: apiKey, in: header, name: x-key}}}
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
components: {parameters: {Filter: {name: filter, in: query, explode: false, schema: {type: array, items: {type: object}}}}}
";
    a_header_that_stands_twice_in_another_case: "
paths: {/pets: {get: {parameters: [{name: X-Tag, in: header, schema: {type: string}}, {name: x-tag, in: header, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    an_object_as_xml_in_a_parameter: "
paths: {/pets: {get: {parameters: [{name: a, in: query, content: {application/xml: {schema: {type: object}}}}], responses: {'204': {description: None.}}}}}
";
    a_number_as_xml_in_a_parameter: "
paths: {/pets: {get: {parameters: [{name: a, in: query, content: {application/xml: {schema: {type: integer}}}}], responses: {'204': {description: None.}}}}}
";
    arrays_in_a_flat_array: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: pipeDelimited, schema: {type: array, items: {type: array, items: {type: string}}}}], responses: {'204': {description: None.}}}}}
";
    objects_in_a_map_in_a_header: "
paths: {/pets: {get: {parameters: [{name: X-A, in: header, schema: {type: object, additionalProperties: {type: object}}}], responses: {'204': {description: None.}}}}}
";
    an_array_that_an_object_in_the_path_must_have: "
paths: {'/pets/{a}': {get: {parameters: [{name: a, in: path, required: true, style: matrix, explode: true, schema: {$ref: '#/components/schemas/Filter'}}], responses: {'204': {description: None.}}}}}
components: {schemas: {Filter: {type: object, required: [tags, id], properties: {tags: {type: array, items: {}}, id: {type: object, readOnly: true}}}}}
";
    headers_that_http_needs: "
paths:
  /pets:
    get:
      parameters:
      - {name: Host, in: header, required: true, schema: {type: string}}
      - {name: content-length, in: header, required: true, schema: {type: integer}}
      - {name: Transfer-Encoding, in: header, required: true, schema: {type: string}}
      - {name: Connection, in: header, required: true, schema: {type: string}}
      - {name: Cookie, in: header, required: true, schema: {type: string}}
      responses: {'204': {description: None.}}
";
    a_body_of_a_type_that_is_not_covered: "
paths: {/pets: {post: {requestBody: {content: {multipart/mixed: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    an_object_as_text: "
paths: {/pets: {post: {requestBody: {content: {text/plain: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    an_object_as_bytes: "
paths: {/pets: {post: {requestBody: {content: {application/octet-stream: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    an_object_in_types_that_say_nothing_of_objects: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
          application/yaml: {schema: {$ref: '#/components/schemas/Pet'}}
          image/*: {schema: {$ref: '#/components/schemas/Pet'}}
      responses: {'204': {description: None.}}
components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
";
    a_range_that_is_none: "
paths: {/pets: {post: {requestBody: {content: {application/*+json: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    a_text_as_a_form: "
paths: {/pets: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: string}}}}, responses: {'204': {description: None.}}}}}
";
    a_text_as_a_multipart_body: "
paths: {/pets: {post: {requestBody: {content: {multipart/form-data: {schema: {type: string}}}}, responses: {'204': {description: None.}}}}}
";
    a_multipart_body_without_parts: "
paths: {/pets: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    an_encoding_of_a_type_that_is_none: "
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}}}
            encoding: {photo: {contentType: 'image/png, a b/c'}}
      responses: {'204': {description: None.}}
";
    an_encoding_that_makes_xml_of_an_object: "
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {home: {type: object}}}
            encoding: {home: {contentType: application/xml}}
      responses: {'204': {description: None.}}
    put:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {homes: {type: array, items: {type: object}}}}
            encoding: {homes: {contentType: application/xml}}
      responses: {'204': {description: None.}}
";
    a_body_with_trace: "
paths: {/pets: {trace: {requestBody: {content: {application/json: {schema: {}}}}, responses: {'204': {description: None.}}}}}
";
}

warned! {
    two_tokens_in_one_request: "
security: [{one: [], two: []}]
paths: {/pets: {get: {responses: {'204': {description: None.}}}}}
components: {securitySchemes: {one: {type: http, scheme: bearer}, two: {type: oauth2, flows: {}}}}
";
    a_credential_of_a_scheme_that_is_not_defined: "
security: [{key: []}]
paths:
  /pets: {get: {responses: {'204': {description: None.}}}}
  /cats: {get: {security: [{other: [], key: []}], responses: {'204': {description: None.}}}}
";
    a_credential_that_the_client_cannot_make: "
security: [{key: []}]
paths: {/pets: {get: {responses: {'204': {description: None.}}}}}
components: {securitySchemes: {key: {type: http, scheme: digest}}}
";
    an_id_that_stands_twice: "
paths:
  /cats: {get: {operationId: list, responses: {'204': {description: None.}}}}
  /dogs: {get: {operationId: list, responses: {'204': {description: None.}}}}
";
    a_variable_without_a_parameter: "paths: {'/pets/{id}': {get: {responses: {'204': {description: None.}}}}}";
    headers_that_follow_from_the_rest: "
paths:
  /pets:
    get:
      parameters:
      - {name: Accept, in: header, required: true, schema: {type: string}}
      - {name: CONTENT-TYPE, in: header, schema: {type: string}}
      - {name: authorization, in: header, schema: {type: string}}
      responses: {'204': {description: None.}}
";
    headers_that_http_sets: "
paths:
  /pets:
    get:
      parameters:
      - {name: host, in: header, schema: {type: string}}
      - {name: Content-Length, in: header, schema: {type: integer}}
      - {name: Transfer-Encoding, in: header, schema: {type: string}}
      - {name: CONNECTION, in: header, schema: {type: string}}
      - {name: Cookie, in: header, schema: {type: string}}
      responses: {'204': {description: None.}}
";
    reserved_characters_outside_the_query: "
paths: {/pets: {get: {parameters: [{name: a, in: cookie, allowReserved: true, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    an_array_as_a_deep_object: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: deepObject, schema: {type: array, items: {type: string}}}], responses: {'204': {description: None.}}}}}
";
    a_text_as_a_deep_object: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: deepObject, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    a_text_with_pipes: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: pipeDelimited, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    an_array_with_pipes_and_explode: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: pipeDelimited, explode: true, schema: {type: array, items: {type: string}}}], responses: {'204': {description: None.}}}}}
";
    an_object_with_blanks_and_explode: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: spaceDelimited, explode: true, schema: {type: object, properties: {b: {type: string}}}}], responses: {'204': {description: None.}}}}}
";
    null_in_an_array: "
paths: {/pets: {get: {parameters: [{name: a, in: header, schema: {type: array, items: {type: string, nullable: true}}}], responses: {'204': {description: None.}}}}}
";
    arrays_that_an_object_in_a_cookie_can_have: "
paths: {/pets: {get: {parameters: [{name: a, in: cookie, schema: {type: object, properties: {b: {type: array, items: {}}, c: {type: string}}, additionalProperties: {type: object}}}], responses: {'204': {description: None.}}}}}
";
    an_array_that_a_flat_object_can_have: "
paths: {/pets: {get: {parameters: [{name: a, in: query, explode: false, schema: {type: object, properties: {b: {type: array, items: {}}}}}], responses: {'204': {description: None.}}}}}
";
    a_property_with_the_name_of_another_parameter: "
paths: {/pets: {get: {parameters: [{name: a, in: query, schema: {type: object, properties: {limit: {type: integer}, a: {type: integer}}}}, {name: limit, in: query, schema: {type: integer}}, {name: a, in: cookie, schema: {type: integer}}], responses: {'204': {description: None.}}}}}
";
    two_objects_with_a_property_of_one_name: "
paths: {/pets: {get: {parameters: [{name: a, in: cookie, schema: {type: object, properties: {c: {type: integer}}}}, {name: b, in: cookie, schema: {type: object, properties: {c: {type: integer}}}}], responses: {'204': {description: None.}}}}}
";
    style_beside_content: "
paths: {/pets: {get: {parameters: [{name: a, in: query, style: form, explode: true, allowReserved: true, content: {application/json: {schema: {}}}}], responses: {'204': {description: None.}}}}}
";
    an_empty_value_for_a_number: "
paths: {/pets: {get: {parameters: [{name: a, in: query, allowEmptyValue: true, schema: {type: integer}}], responses: {'204': {description: None.}}}}}
";
    a_body_without_a_media_type: "
paths: {/pets: {post: {requestBody: {content: {}}, responses: {'204': {description: None.}}}}}
";
    an_object_as_xml_beside_json: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
          application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
      responses: {'204': {description: None.}}
components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
";
    a_multipart_body_without_parts_beside_json: "
paths: {/pets: {post: {requestBody: {content: {application/json: {schema: {}}, multipart/form-data: {schema: {type: object}}}}, responses: {'204': {description: None.}}}}}
";
    an_encoding_of_no_property: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {name: {type: string}}}
            encoding: {names: {explode: false}}
      responses: {'204': {description: None.}}
";
    an_encoding_of_json: "
paths: {/pets: {post: {requestBody: {content: {application/json: {schema: {}, encoding: {name: {explode: false}}}}}, responses: {'204': {description: None.}}}}}
";
    headers_of_a_form_field: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {name: {type: string}}}
            encoding: {name: {headers: {X-Id: {schema: {type: string}}}}}
      responses: {'204': {description: None.}}
";
    an_array_as_a_deep_object_of_a_form: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {tags: {type: array, items: {type: string}}}}
            encoding: {tags: {style: deepObject, explode: true}}
      responses: {'204': {description: None.}}
";
    an_encoding_with_pipes_for_a_text: "
paths:
  /pets:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {name: {type: string}}}
            encoding: {name: {style: pipeDelimited}}
      responses: {'204': {description: None.}}
";
    parts_without_names: "
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data: {schema: {type: object, properties: {name: {type: string}}, additionalProperties: {type: string}}}
      responses: {'204': {description: None.}}
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
