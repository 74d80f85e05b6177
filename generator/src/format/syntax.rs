//! Whether a text that nobody generated is a module of Rust.

use std::thread;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::File;

/// The parser calls itself for what stands inside something else or behind it, but not for the next
/// statement or item. So many tokens may stand in front of one token, in its own statement and in those
/// around it; people write a tenth of it at most.
const LONGEST: usize = 10_000;

/// At least twice what the parser needs for so many tokens in the worst case, in a debug build too.
const STACK: usize = 512 << 20;

/// Says why `text` is no module.
pub fn check(text: &str) -> Result<(), String> {
    // Tokens stay in the thread that made them.
    let checked = thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || parse(text))
            .map(thread::ScopedJoinHandle::join)
    });
    match checked {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("the parser panicked".to_owned()),
        Err(error) => Err(format!("no thread to read it: {error}")),
    }
}

fn parse(text: &str) -> Result<(), String> {
    let tokens: TokenStream = text
        .parse()
        .map_err(|_| "a bracket or a quote is not closed, or a character has no place in Rust")?;
    if !is_short(tokens.clone(), 0) {
        return Err(format!(
            "a statement has more than {LONGEST} tokens; cut it into several"
        ));
    }
    match syn::parse2::<File>(tokens) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether no token has too many in front of it; `before` stand in front of the group that this is.
fn is_short(tokens: TokenStream, before: usize) -> bool {
    let mut length = before;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        length += 1;
        if length > LONGEST {
            return false;
        }
        let ends = match token {
            TokenTree::Group(group) => {
                if !is_short(group.stream(), length) {
                    return false;
                }
                group.delimiter() == Delimiter::Brace && tokens.peek().is_some_and(starts_anew)
            }
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        if ends {
            length = before;
        }
    }
    true
}

/// Whether a token behind `}` starts a statement or an item, for sure.
fn starts_anew(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => !["as", "else", "in"].iter().any(|joins| word == joins),
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_what_the_parser_takes() {
        for text in [
            "",
            "//! Docs.\n",
            "#![cfg(feature = \"client\")]\nfn f() {}\n",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for (text, reason) in [
            ("fn f() {", "a bracket or a quote is not closed"),
            ("# Title\n", "expected square brackets"),
            ("fn f( {}", "a bracket or a quote is not closed"),
            ("fn () {}", "expected identifier"),
            ("#!/bin/sh\n", "expected square brackets"),
        ] {
            let told = check(text).unwrap_err();
            assert!(told.contains(reason), "{text}: {told}");
        }
    }

    #[test]
    fn long_files_of_short_statements_are_fine() {
        let item = "/// Docs.\n#[derive(Debug)]\npub struct S { a: u8, b: Vec<u8> }\nimpl S { fn f(&self) -> u8 { if self.a > 1 { 2 } else { 3 } } }\nfn g() { let a = 1; }\n";
        assert_eq!(check(&item.repeat(5_000)), Ok(()));
        let statements = "a(1); if b {} match c { _ => {} } ".repeat(5_000);
        assert_eq!(check(&format!("fn f() {{ {statements} }}")), Ok(()));
    }

    #[test]
    fn nothing_overflows_the_stack() {
        let expression = |part: &str, end: &str, times: usize| {
            format!("fn f() {{ {}x{} }}", part.repeat(times), end.repeat(times))
        };
        for (part, end) in [
            ("(", ")"),
            ("!", ""),
            ("&mut ", ""),
            ("if a {} else ", ""),
            ("a = ", ""),
            ("|a| ", ""),
            ("S {} = ", ""),
            ("for S {} in ", "{}"),
            ("a::<B<", ">>"),
            ("", ".a"),
            ("", " as a"),
            ("", "?"),
            ("1 + ", ""),
            ("!(!!!!!!!!!", ")"),
            ("if let S {} = ", "{}"),
        ] {
            let tokens = |text: &str| text.parse::<TokenStream>().unwrap().into_iter().count();
            let each = match part {
                "(" | "!(!!!!!!!!!" => part.len(),
                _ => tokens(part) + tokens(end),
            };
            // Whether it is Rust does not matter, only that there is an answer.
            let _ = check(&expression(part, end, LONGEST / each - 10));
            let told = check(&expression(part, end, LONGEST)).unwrap_err();
            assert!(told.contains("more than 10000 tokens"), "{part}: {told}");
        }
    }
}
