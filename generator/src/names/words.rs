//! Words of a description to a legal identifier.

use deunicode::deunicode_with_tofu;
use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// No name is longer than this, in characters.
const LONGEST: usize = 96;

/// How an identifier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `FindPets`
    Pascal,
    /// `find_pets`
    Snake,
    /// `find-pets`
    Kebab,
    /// `FIND_PETS`
    Shouty,
}

/// What an identifier is for: it says what stands in front of a digit, and in place of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Operation,
    Model,
    Variant,
    Field,
    Module,
    Package,
    Scheme,
    Server,
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Model => "model",
            Self::Variant | Self::Field => "value",
            Self::Module => "tag",
            Self::Package => "client",
            Self::Scheme => "scheme",
            Self::Server => "server",
        }
    }
}

/// The identifier that `text` suggests. It may be a keyword, and it may meet another one.
pub(super) fn identifier(text: &str, role: Role, case: Case) -> String {
    let mut words = ascii_words(text, role);
    if words.is_empty() && role == Role::Variant && text.is_empty() {
        "empty".clone_into(&mut words);
    }
    if words.is_empty() {
        role.word().clone_into(&mut words);
    }
    let mut name = write(&words, case);
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = write(&format!("{} {words}", role.word()), case);
    }
    name.truncate(LONGEST);
    name.truncate(name.trim_end_matches('_').len());
    name
}

fn write(words: &str, case: Case) -> String {
    match case {
        Case::Pascal => words.to_upper_camel_case(),
        Case::Snake => words.to_snake_case(),
        Case::Kebab => words.to_kebab_case(),
        Case::Shouty => words.to_shouty_snake_case(),
    }
}

/// ASCII letters and digits with blanks between the words; other alphabets are written in ASCII.
fn ascii_words(text: &str, role: Role) -> String {
    let ascii = deunicode_with_tofu(text, " ");
    let mut words = String::with_capacity(ascii.len());
    let is_bare_symbol =
        role == Role::Variant && !ascii.contains(|c: char| c.is_ascii_alphanumeric());
    let mut characters = ascii.chars().peekable();
    while let Some(character) = characters.next() {
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        let leads = words.trim().is_empty();
        if character.is_ascii_alphanumeric() {
            words.push(character);
        } else if let Some(word) = symbol(character)
            && (is_bare_symbol || (leads && before_digit && role == Role::Variant))
        {
            words.push_str(word);
            words.push(' ');
        } else if character != '\'' {
            words.push(' ');
        }
    }
    words.trim().to_owned()
}

/// A symbol that is all there is of a name, or its sign, in a word.
fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        _ => return None,
    })
}

/// Adds a `_` to a word that the language has taken, in any edition to this day.
pub(super) fn avoid_keyword(name: &mut String) {
    if is_keyword(name) {
        name.push('_');
    }
}

/// Whether the language has taken the word.
pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// The Rust Reference, "Keywords": strict, reserved, and the weak ones that are no plain identifiers.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_types() {
        for (text, expected) in [
            ("find pet by id", "FindPetById"),
            ("postReqTokenRequest", "PostReqTokenRequest"),
            ("microsoft.graph.user", "MicrosoftGraphUser"),
            ("get /a/{b}/c", "GetABC"),
            ("200 ok", "Model200Ok"),
            ("größe", "Grosse"),
            ("名前", "MingQian"),
            ("", "Model"),
            ("🦀🦀", "CrabCrab"),
            ("'; drop table", "DropTable"),
        ] {
            assert_eq!(
                identifier(text, Role::Model, Case::Pascal),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn words_become_fields() {
        for (text, expected) in [
            ("X-Rate-Limit", "x_rate_limit"),
            ("userID", "user_id"),
            ("$filter", "filter"),
            ("1st", "value_1st"),
            ("[]", "value"),
            ("_type", "type"),
        ] {
            assert_eq!(
                identifier(text, Role::Field, Case::Snake),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn symbols_become_variants() {
        for (text, expected) in [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("", "Empty"),
            ("*", "Star"),
            (">=", "GreaterEqual"),
            ("1", "Value1"),
            ("a-b", "AB"),
            ("text/html", "TextHtml"),
        ] {
            assert_eq!(
                identifier(text, Role::Variant, Case::Pascal),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let long = "word ".repeat(200);
        assert_eq!(identifier(&long, Role::Model, Case::Pascal).len(), LONGEST);
        assert!(!identifier(&long, Role::Field, Case::Snake).ends_with('_'));
    }
}
