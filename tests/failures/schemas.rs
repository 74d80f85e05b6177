//! Schemas that cannot be types.

use crate::checks::{refused, warned};

refused! {
    one_of: "components: {schemas: {Pet: {oneOf: [{type: string}, {type: integer}]}}}";
    any_of: "components: {schemas: {Pet: {anyOf: [{type: string}, {type: integer}]}}}";
    not: "components: {schemas: {Pet: {not: {type: string}}}}";
    a_list_made_of_itself: "
components: {schemas: {Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
";
    an_all_of_that_holds_itself: "
components:
  schemas:
    A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object}]}
    B: {allOf: [{$ref: '#/components/schemas/C'}, {type: object}]}
    C: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}
";
    an_all_of_one_that_holds_itself: "
components:
  schemas:
    A: {allOf: [{$ref: '#/components/schemas/B'}]}
    B: {allOf: [{$ref: '#/components/schemas/A'}]}
";
    an_all_of_with_two_types_for_a_member: "
components:
  schemas:
    Cat:
      allOf:
      - {$ref: '#/components/schemas/Pet'}
      - {type: object, properties: {id: {type: integer}}}
    Pet: {type: object, properties: {id: {type: string}}}
";
    an_all_of_with_two_types_for_the_other_members: "
components:
  schemas:
    Cat:
      allOf:
      - {$ref: '#/components/schemas/Pet'}
      - {type: object, additionalProperties: {type: integer}}
    Pet: {type: object, additionalProperties: {type: string}}
";
    an_all_of_texts: "
components: {schemas: {Name: {allOf: [{type: string}, {maxLength: 3}]}}}
";
    an_all_of_with_an_enum: "
components: {schemas: {Name: {allOf: [{$ref: '#/components/schemas/Kind'}, {enum: [cat]}]}, Kind: {enum: [cat, dog]}}}
";
    an_enum_of_mixed_values: "components: {schemas: {Kind: {enum: [a, 1]}}}";
    an_enum_of_objects: "components: {schemas: {Kind: {enum: [{a: 1}]}}}";
    numbers_for_texts: "components: {schemas: {Version: {type: string, enum: [1.0, 1.1]}}}";
    texts_for_numbers: "components: {schemas: {Size: {type: integer, enum: ['1', '2']}}}";
}

warned! {
    a_value_that_stands_twice: "components: {schemas: {Kind: {type: string, enum: [cat, dog, cat]}}}";
    a_required_member_that_is_not_there: "
components: {schemas: {Pet: {type: object, required: [nmae], properties: {name: {type: string}}}}}
";
    members_of_a_text: "components: {schemas: {Pet: {type: string, properties: {name: {type: string}}}}}";
    items_of_an_object: "components: {schemas: {Pet: {type: object, items: {type: string}}}}";
    an_enum_without_values: "components: {schemas: {Kind: {type: string, enum: []}}}";
    a_discriminator: "
components:
  schemas:
    Pet: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
";
}
