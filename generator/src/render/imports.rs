//! What a file imports, as far as it uses it.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;

/// The import of those names that are used: `use path::One;`, `use path::{One, Other};`, or nothing.
pub(super) fn import<const N: usize>(path: TokenStream, names: [(&str, bool); N]) -> TokenStream {
    let used = names.iter().filter(|(_, is_used)| *is_used);
    let used: Vec<_> = used.map(|(name, _)| ident(name)).collect();
    match used.as_slice() {
        [] => TokenStream::new(),
        [only] => quote!(use #path::#only;),
        several => quote!(use #path::{#(#several),*};),
    }
}
