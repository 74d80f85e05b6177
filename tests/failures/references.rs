//! References that do not lead where they should.

use crate::checks::refused;

refused! {
    to_nothing: "components: {schemas: {Cat: {$ref: '#/components/schemas/Pett'}, Pet: {type: object}}}";
    to_nothing_like_it: "components: {schemas: {Cat: {$ref: '#/components/schemas/Zebra'}}}";
    to_no_section: "components: {schemas: {Cat: {$ref: '#/components/schema/Pet'}, Pet: {type: object}}}";
    to_another_section: "
components: {schemas: {Cat: {$ref: '#/components/responses/Pet'}}, responses: {Pet: {description: Fine.}}}
";
    to_another_file: "components: {schemas: {Cat: {$ref: 'pets.yaml#/Cat'}}}";
    to_another_server: "components: {schemas: {Cat: {$ref: 'https://pets.example/cat.json'}}}";
    into_a_component: "
components: {schemas: {Cat: {$ref: '#/components/schemas/Pet/properties/cat'}, Pet: {type: object, properties: {cat: {type: string}}}}}
";
    of_a_path_item: "paths: {/pets: {$ref: '#/paths/~1cats'}}";
    of_schemas_in_a_circle: "
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/A'}
";
    of_references_to_references: &{
        let link = |index: usize| format!("    A{index}: {{$ref: '#/components/schemas/A{}'}}\n", index + 1);
        let chain: String = (0..101).map(link).collect();
        format!("components:\n  schemas:\n{chain}    A101: {{type: object}}\n")
    };
    of_a_parameter_to_itself: "
paths: {/pets: {get: {parameters: [{$ref: '#/components/parameters/Tag'}], responses: {'204': {description: None.}}}}}
components: {parameters: {Tag: {$ref: '#/components/parameters/Tag'}}}
";
    of_a_security_scheme_to_nothing: "
components: {securitySchemes: {a: {$ref: '#/components/securitySchemes/Oauth'}, OAuth: {type: http, scheme: OAuth}}}
";
    of_a_body_to_nothing: "
paths: {/pets: {post: {requestBody: {$ref: '#/components/requestBodies/Pet'}, responses: {'204': {description: None.}}}}}
";
    of_a_response_to_nothing: "paths: {/pets: {get: {responses: {'200': {$ref: '#/components/responses/Pet'}}}}}";
}
