//! Tokens to text: the only place that formats.

use proc_macro2::TokenStream;
use syn::{File, Item};

/// Formats the tokens of one file, with a blank line between its items, and checks on the way that they
/// are Rust.
pub fn format(tokens: TokenStream) -> Result<String, syn::Error> {
    let file: File = syn::parse2(tokens)?;
    let mut text = String::new();
    if !file.attrs.is_empty() {
        text.push_str(&prettyplease::unparse(&File { shebang: None, attrs: file.attrs, items: Vec::new() }));
    }
    let mut previous: Option<Item> = None;
    for item in file.items {
        let stays_close = previous.as_ref().is_some_and(|previous| belong_together(previous, &item));
        if !text.is_empty() && !stays_close {
            text.push('\n');
        }
        let printed = prettyplease::unparse(&File { shebang: None, attrs: Vec::new(), items: vec![item.clone()] });
        text.push_str(&space_out(&printed));
        previous = Some(item);
    }
    Ok(text)
}

/// Imports, modules and short constants stand in blocks.
fn belong_together(previous: &Item, item: &Item) -> bool {
    match (previous, item) {
        (Item::Use(previous), Item::Use(item)) => origin(&previous.tree) == origin(&item.tree) || is_export(item),
        (Item::Mod(_), Item::Mod(_)) => true,
        _ => false,
    }
}

fn is_export(item: &syn::ItemUse) -> bool {
    !matches!(item.vis, syn::Visibility::Inherited)
}

/// Imports are grouped by where they come from: the standard library, other crates, this crate.
fn origin(tree: &syn::UseTree) -> u8 {
    match tree {
        syn::UseTree::Path(path) if path.ident == "std" => 0,
        syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "self" => 2,
        _ => 1,
    }
}

/// Puts a blank line between the functions of an `impl`, and around its constants. Literals hold no line
/// break, so a line of the text is a line of code.
fn space_out(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + 64);
    let mut lines = printed.lines().peekable();
    let is_impl = printed.lines().any(|line| line.starts_with("impl"));
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(next) = lines.peek() else { break };
        let ends_function = line == "    }";
        let ends_constants = line.starts_with("    const ") && !next.starts_with("    const ");
        if is_impl && next.starts_with("    ") && (ends_function || ends_constants) {
            text.push('\n');
        }
    }
    text
}
