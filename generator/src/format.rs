//! Tokens to text: the only place that formats.

use proc_macro2::TokenStream;
use syn::{Attribute, File, Item, UseTree, Visibility};

/// Formats the tokens of one file, with a blank line between its items, and checks on the way that they
/// are Rust.
pub fn format(tokens: TokenStream) -> Result<String, syn::Error> {
    let file: File = syn::parse2(tokens)?;
    let mut text = if file.attrs.is_empty() {
        String::new()
    } else {
        // The lines of documentation start with `//!`, so this is the first attribute behind them.
        print(file.attrs, Vec::new()).replacen("\n#![", "\n\n#![", 1)
    };
    let mut previous = None;
    for item in file.items {
        let block = block(&item);
        if !text.is_empty() && (block.is_none() || block != previous) {
            text.push('\n');
        }
        text.push_str(&space_out(&rejoin(&print(Vec::new(), vec![item]))));
        previous = block;
    }
    Ok(text)
}

fn print(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// Items that stand together without blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    /// Modules.
    Modules,
    /// Calls of macros, which complete the type before them.
    Macros,
    /// Names that are passed on.
    Exports,
    /// Imports of the standard library.
    Std,
    /// Imports of other crates.
    Crates,
    /// Imports of this crate.
    Own,
}

fn block(item: &Item) -> Option<Block> {
    match item {
        Item::Mod(_) => Some(Block::Modules),
        Item::Macro(_) => Some(Block::Macros),
        Item::Use(item) if !matches!(item.vis, Visibility::Inherited) => Some(Block::Exports),
        Item::Use(item) => Some(match &item.tree {
            UseTree::Path(path) if path.ident == "std" => Block::Std,
            UseTree::Path(path) if path.ident == "crate" => Block::Own,
            _ => Block::Crates,
        }),
        _ => None,
    }
}

/// No line that is joined again is longer than this.
const WIDEST: usize = 100;

/// Joins what the printer breaks, at 89 columns, and a person would not: the signature of a function that
/// fits into a line, and a lone call from its receiver. Literals hold no line break, so a line of the text
/// is a line of code.
fn rejoin(printed: &str) -> String {
    let lines: Vec<&str> = printed.lines().collect();
    let mut text = String::with_capacity(printed.len());
    let mut rest = lines.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        let (joined, used) = lone_call(first, tail)
            .or_else(|| signature(first, tail))
            .unwrap_or_else(|| ((*first).to_owned(), 0));
        text.push_str(&joined);
        text.push('\n');
        rest = tail.get(used..).unwrap_or_default();
    }
    text
}

/// `receiver`, `    .call(…);` on lines of their own, and how many lines the call took.
fn lone_call(receiver: &str, tail: &[&str]) -> Option<(String, usize)> {
    let indent = indent_of(receiver);
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if receiver.trim().is_empty() || !is_name(receiver.trim()) {
        return None;
    }
    let end = tail
        .iter()
        .position(|line| line.ends_with(';') || indent_of(line) <= indent)?;
    let call = tail.get(..=end)?;
    let calls = call
        .iter()
        .filter(|line| line.trim_start().starts_with('.') && indent_of(line) == indent + 4);
    if calls.count() != 1
        || !call.first()?.trim_start().starts_with('.')
        || !call.last()?.ends_with(';')
    {
        return None;
    }
    let start = format!("{receiver}{}", call.first()?.trim_start());
    let line = one_line(&start, call.get(1..)?);
    if line.len() <= WIDEST {
        return Some((line, call.len()));
    }
    let dedented = call
        .iter()
        .skip(1)
        .map(|line| format!("\n{}", line.get(4..).unwrap_or(line)));
    Some((start + &dedented.collect::<String>(), call.len()))
}

/// `fn name(`, the parameters, `) -> … {` on lines of their own, and how many lines follow the first.
fn signature(first: &str, tail: &[&str]) -> Option<(String, usize)> {
    let is_function =
        first.trim_start().starts_with("fn ") || first.trim_start().starts_with("pub fn ");
    if !is_function || !first.ends_with('(') {
        return None;
    }
    let end = tail
        .iter()
        .position(|line| indent_of(line) == indent_of(first))?;
    let line = one_line(first, tail.get(..=end)?);
    (line.len() <= WIDEST && line.ends_with('{')).then_some((line, end + 1))
}

/// Puts the lines of a bracket behind `start`, without the comma before its end.
fn one_line(start: &str, lines: &[&str]) -> String {
    let mut line = start.to_owned();
    for part in lines.iter().map(|line| line.trim()) {
        if part.starts_with(')') && line.ends_with(',') {
            line.pop();
        } else if line.ends_with(',') {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Puts a blank line between the functions of an `impl`, around its constants, and before each field that
/// has docs.
fn space_out(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + 64);
    let mut lines = printed.lines().peekable();
    let is_impl = printed.lines().any(|line| line.starts_with("impl"));
    let is_struct = printed.lines().any(|line| line.starts_with("pub struct"));
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(next) = lines.peek() else { break };
        let ends_function = line == "    }";
        let is_end = line.starts_with("    const ") && line.ends_with(';') || line == "    ];";
        let ends_constants = is_end && !next.starts_with("    const ");
        let ends_item = is_impl && (ends_function || ends_constants);
        let ends_field = is_struct && line.starts_with("    pub ") && next.starts_with("    ///");
        if ends_field || (ends_item && next.starts_with("    ")) {
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_lone_call_stays_with_its_receiver() {
        let text = format(quote! {
            fn request(&self) {
                request.form("manage_organisations_services", &self.manage_organisations_services);
                request.form("access_organisations_consumption_statistics", &self.access_organisations_consumption_statistics);
                request.form("manage_ssh_keys", &self.manage_ssh_keys);
            }
        });
        assert_eq!(
            text.unwrap(),
            "\
fn request(&self) {
    request.form(\"manage_organisations_services\", &self.manage_organisations_services);
    request.form(
        \"access_organisations_consumption_statistics\",
        &self.access_organisations_consumption_statistics,
    );
    request.form(\"manage_ssh_keys\", &self.manage_ssh_keys);
}
"
        );
    }

    #[test]
    fn a_signature_that_fits_is_one_line() {
        let text = format(quote! {
            impl Operation for FindPets {
                const ID: &'static str = "findPets";
                fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error> {
                    read(response)
                }
                fn a_very_long_name_for_a_function(argument: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
                    argument
                }
            }
        });
        assert_eq!(
            text.unwrap(),
            "\
impl Operation for FindPets {
    const ID: &'static str = \"findPets\";

    fn response(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error> {
        read(response)
    }

    fn a_very_long_name_for_a_function(
        argument: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, Error> {
        argument
    }
}
"
        );
    }

    #[test]
    fn a_constant_of_several_lines_stays_together() {
        let text = format(quote! {
            impl Operation for FindPets {
                const SECURITY: &'static [&'static [Requirement]] = &[&[Requirement::new(&api::PETSTORE_AUTH, &[])]];
                fn find() {}
            }
        });
        assert_eq!(
            text.unwrap(),
            "\
impl Operation for FindPets {
    const SECURITY: &'static [&'static [Requirement]] = &[
        &[Requirement::new(&api::PETSTORE_AUTH, &[])],
    ];

    fn find() {}
}
"
        );
    }

    #[test]
    fn a_chain_of_calls_keeps_its_lines() {
        let text = format(quote! {
            fn chain() {
                receiver.first_call_with_a_long_name(argument).second_call_with_a_long_name(argument).third();
            }
        });
        assert!(
            text.unwrap()
                .contains("    receiver\n        .first_call_with_a_long_name(argument)\n")
        );
    }

    #[test]
    fn tokens_that_are_no_rust_are_an_error() {
        assert!(format(quote!(fn 1)).is_err());
    }
}
