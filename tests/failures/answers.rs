//! Answers that cannot be read as described.

use crate::checks::{refused, warned};

refused! {
    a_model_in_a_type_that_is_not_covered: "
paths: {/pets: {get: {responses: {'200': {description: Fine., content: {application/xml: {schema: {type: object}}}}}}}}
";
    the_same_behind_a_reference: "
paths:
  /cats: {get: {responses: {'200': {$ref: '#/components/responses/Pet'}}}}
  /dogs: {get: {responses: {'200': {$ref: '#/components/responses/Pet'}}}}
components: {responses: {Pet: {description: Fine., content: {application/xml: {schema: {type: object}}}}}}
";
    several_media_types_with_schemas_of_their_own: "
paths: {/pets: {get: {responses: {'200': {description: Fine., content: {application/json: {schema: {type: object}}, text/plain: {schema: {type: string}}}}}}}}
";
    successes_of_different_types: "
paths:
  /pets:
    get:
      responses:
        '200': {description: Fine., content: {application/json: {schema: {type: string}}}}
        '201': {description: Made., content: {application/json: {schema: {type: integer}}}}
";
    errors_of_different_types: "
paths:
  /pets:
    get:
      responses:
        '204': {description: Fine.}
        '400': {description: Yours., content: {application/json: {schema: {$ref: '#/components/schemas/Yours'}}}}
        '500': {description: Ours., content: {application/json: {schema: {$ref: '#/components/schemas/Ours'}}}}
components: {schemas: {Yours: {type: object, properties: {a: {}}}, Ours: {type: object, properties: {a: {}}}}}
";
    an_error_that_is_a_list: "
paths: {/pets: {get: {responses: {'204': {description: Fine.}, default: {description: Bad., content: {application/json: {schema: {type: array, items: {type: string}}}}}}}}}
";
}

warned! {
    a_body_where_there_is_none: "
paths: {/pets: {get: {responses: {'204': {description: None., content: {application/json: {schema: {type: string}}}}}}}}
";
    a_body_of_an_answer_to_head: "
paths: {/pets: {head: {responses: {'200': {description: Fine., content: {application/json: {schema: {type: object, properties: {a: {}}}}}}}}}}
";
}
