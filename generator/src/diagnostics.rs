//! What a person is told about a description: how bad, where, what, and what to do instead.

use std::collections::HashSet;
use std::fmt;

use crate::pointer::Pointer;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The client is written all the same.
    Warning,
}

/// A place in the text, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where in the document.
    pub pointer: Pointer,
    /// Where in the text, where the stage knows it better than the pointer tells (a syntax error).
    pub position: Option<Position>,
    /// What is wrong: one sentence, no full stop, no line break.
    pub message: String,
    /// What to do instead.
    pub hint: Option<String>,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Pointer, String)>,
}

impl Diagnostic {
    /// Says what to do instead.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names another place that belongs to this fault.
    pub fn related(&mut self, pointer: &Pointer, label: impl Into<String>) -> &mut Self {
        self.related.push((pointer.clone(), label.into()));
        self
    }

    /// Sets the place in the text, where the pointer alone does not lead there.
    pub fn at(&mut self, position: Position) -> &mut Self {
        self.position = Some(position);
        self
    }
}

/// The messages of a run, in the order in which the stages found them.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

/// A stage found errors; they stand in the [`Diagnostics`] that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faulty;

impl fmt::Display for Faulty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the description has faults")
    }
}

impl std::error::Error for Faulty {}

impl Diagnostics {
    /// No messages yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error; the return value takes a hint and related places.
    pub fn error(&mut self, pointer: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Error, pointer, message.into())
    }

    /// Adds a warning; the return value takes a hint and related places.
    pub fn warning(&mut self, pointer: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Warning, pointer, message.into())
    }

    /// Takes the messages of a part that was looked at by itself.
    pub fn append(&mut self, part: Self) {
        self.list.extend(part.list);
    }

    /// Takes the messages of a part that is left out, all of them as warnings.
    pub fn append_as_warnings(&mut self, part: Self, consequence: &str) {
        self.list
            .extend(part.list.into_iter().map(|mut diagnostic| {
                if diagnostic.severity == Severity::Error {
                    diagnostic.severity = Severity::Warning;
                    diagnostic.message = format!("{}; {consequence}", diagnostic.message);
                }
                diagnostic
            }));
    }

    /// Ends a stage: an error, if any stage so far found one.
    pub fn checkpoint(&self) -> Result<(), Faulty> {
        if self
            .list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
        {
            Err(Faulty)
        } else {
            Ok(())
        }
    }

    /// All messages so far, each once: what several operations share is looked at for each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut seen = HashSet::new();
        self.list.iter().filter(move |diagnostic| {
            seen.insert((
                &diagnostic.pointer,
                diagnostic.position,
                &diagnostic.message,
            ))
        })
    }

    #[expect(clippy::indexing_slicing, reason = "the entry was pushed right before")]
    fn push(&mut self, severity: Severity, pointer: &Pointer, message: String) -> &mut Diagnostic {
        let diagnostic = Diagnostic {
            severity,
            pointer: pointer.clone(),
            position: None,
            message,
            hint: None,
            related: Vec::new(),
        };
        self.list.push(diagnostic);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}
