//! Structures that are not those of the standard.

use crate::checks::{refused, warned};

refused! {
    a_missing_field: "info: {title: Pets}";
    another_kind_of_value: "tags: {name: pets}";
    a_number_for_a_text: "info: {title: Pets, version: 1.0}";
    null_for_a_required_text: "info: {title: null, version: '1'}";
    a_text_for_a_boolean: "
paths: {/pets: {get: {deprecated: 'yes', responses: {'204': {description: None.}}}}}
";
    a_count_below_zero: "components: {schemas: {Name: {type: string, maxLength: -1}}}";
    a_value_that_is_none_of_some: "
paths: {/pets: {get: {parameters: [{name: a, in: qurey, schema: {}}], responses: {'204': {description: None.}}}}}
";
    a_style_of_another_place: "
paths: {/pets: {get: {parameters: [{name: a, in: header, style: form, schema: {}}], responses: {'204': {description: None.}}}}}
";
    a_path_without_a_slash: "paths: {pets: {}}";
    a_method_in_upper_case: "paths: {/pets: {GET: {responses: {}}}}";
    operations_beside_a_reference: "paths: {/pets: {$ref: '#/paths/~1x', get: {responses: {}}}}";
    no_status: "paths: {/pets: {get: {responses: {ok: {description: Fine.}}}}}";
    a_range_that_stands_twice: "
paths: {/pets: {get: {responses: {2XX: {description: Fine.}, 2xx: {description: Fine.}}}}}
";
    no_media_type: "
paths: {/pets: {get: {responses: {'200': {description: Fine., content: {json: {}}}}}}}
";
    no_name_of_a_header: "
paths: {/pets: {get: {parameters: [{name: 'X Id:', in: header, schema: {}}], responses: {'204': {description: None.}}}}}
";
    no_name_of_a_cookie: "
paths: {/pets: {get: {parameters: [{name: '', in: cookie, schema: {}}], responses: {'204': {description: None.}}}}}
";
    no_name_of_a_response_header: "
paths: {/pets: {get: {responses: {'204': {description: None., headers: {'X Id': {schema: {}}}}}}}}
";
    both_schema_and_content: "
paths: {/pets: {get: {parameters: [{name: a, in: query, schema: {}, content: {text/plain: {}}}], responses: {'204': {description: None.}}}}}
";
    neither_schema_nor_content: "
paths: {/pets: {get: {parameters: [{name: a, in: query}], responses: {'204': {description: None.}}}}}
";
    content_of_several_types: "
paths: {/pets: {get: {parameters: [{name: a, in: query, content: {text/plain: {}, text/html: {}}}], responses: {'204': {description: None.}}}}}
";
    an_empty_reference: "components: {schemas: {Pet: {$ref: ''}}}";
    a_key_in_a_header_with_another_use: "components: {securitySchemes: {key: {type: apiKey, in: header, name: Cookie}}}";
    a_security_scheme_that_lacks_something: "components: {securitySchemes: {key: {type: apiKey}}}";
    a_security_scheme_with_a_bad_name: "
components: {securitySchemes: {key: {type: apiKey, in: header, name: 'X Key'}}}
";
    a_list_of_types: "components: {schemas: {Name: {type: [string, 'null']}}}";
    the_type_null: "components: {schemas: {Name: {type: 'null'}}}";
    a_type_that_is_none: "components: {schemas: {Name: {type: strnig}}}";
    a_field_of_openapi_3_1: "components: {schemas: {Name: {const: a}}}";
    a_boolean_schema: "components: {schemas: {Name: true}}";
    a_number_as_an_exclusive_limit: "components: {schemas: {Age: {type: integer, exclusiveMinimum: 0}}}";
    limits_that_no_value_keeps: "components: {schemas: {Age: {type: integer, minimum: 5, maximum: 3}}}";
    multiples_of_nothing: "components: {schemas: {Age: {type: integer, multipleOf: 0}}}";
    an_all_of_without_schemas: "components: {schemas: {Pet: {allOf: []}}}";
}

warned! {
    null_for_an_optional_text: "info: {title: Pets, version: '1', description: null}";
    an_unknown_field: "components: {schemas: {Name: {type: string, maxlength: 3}}}";
    something_beside_a_reference: "
components: {schemas: {Pet: {type: object}, Cat: {$ref: '#/components/schemas/Pet', nullable: true}}}
";
    a_component_with_an_odd_name: "components: {schemas: {'Pet<Cat>': {type: object}}}";
    a_range_in_lower_case: "paths: {/pets: {get: {responses: {2xx: {description: Fine.}}}}}";
    no_responses: "paths: {/pets: {get: {operationId: listPets}}}";
    no_description_of_a_response: "paths: {/pets: {get: {responses: {'204': {}}}}}";
    a_path_parameter_that_is_not_required: "
paths: {'/pets/{id}': {get: {parameters: [{name: id, in: path, schema: {type: string}}], responses: {'204': {description: None.}}}}}
";
    no_parameter_of_a_media_type: "
paths: {/pets: {get: {responses: {'200': {description: Fine., content: {application/json;simple: {}}}}}}}
";
    a_link_that_leads_nowhere: "
paths: {/pets: {get: {responses: {'200': {description: Fine., links: {next: {description: Next.}}}}}}}
";
    an_array_without_items: "components: {schemas: {Names: {type: array}}}";
    a_name_that_is_required_twice: "
components: {schemas: {Pet: {type: object, required: [a, a], properties: {a: {}}}}}
";
    a_property_that_says_required_of_itself: "
components: {schemas: {Pet: {type: object, properties: {name: {type: string, required: true}}}}}
";
}
