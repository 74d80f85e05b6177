//! What is changed in a checked tree, so that `openapiv3` takes it. Each repair belongs to a warning of the check,
//! or to something that means the same and is only written otherwise.

use super::tree::{Node, Number};
use crate::pointer::Pointer;

/// One change of the tree.
#[derive(Debug)]
pub(super) enum Repair {
    /// Removes a member.
    Remove,
    /// Adds a required member that is missing, or a default that `openapiv3` does not know.
    Add(&'static str, Filling),
    /// Writes `100.0` as `100`.
    Integer(Number),
}

/// What stands in for a missing member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Filling {
    Object,
    Text(&'static str),
    True,
}

/// Removing keeps the order and the places of all other members, so the order of the repairs does not matter.
pub(super) fn mend(tree: &mut Node, repairs: Vec<(Pointer, Repair)>) {
    for (pointer, repair) in repairs {
        let mut tokens: Vec<String> = pointer.tokens().collect();
        match repair {
            Repair::Remove => {
                let key = tokens.pop();
                if let (Some(Node::Object(members)), Some(key)) = (find(tree, &tokens), key) {
                    members.shift_remove(&key);
                }
            }
            Repair::Add(key, filling) => {
                if let Some(Node::Object(members)) = find(tree, &tokens) {
                    members.insert(key.to_owned(), filling.into());
                }
            }
            Repair::Integer(number) => {
                if let Some(node) = find(tree, &tokens) {
                    *node = Node::Number(number);
                }
            }
        }
    }
}

impl From<Filling> for Node {
    fn from(filling: Filling) -> Self {
        match filling {
            Filling::Object => Node::Object(indexmap::IndexMap::new()),
            Filling::Text(text) => Node::String(text.to_owned()),
            Filling::True => Node::Bool(true),
        }
    }
}

fn find<'t>(tree: &'t mut Node, tokens: &[String]) -> Option<&'t mut Node> {
    tokens.iter().try_fold(tree, |node, token| match node {
        Node::Object(members) => members.get_mut(token),
        Node::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}
