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
        text.push_str(&space_out(&print(Vec::new(), vec![item])));
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
