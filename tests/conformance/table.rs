//! How many rows passed, by place and status.

use std::collections::BTreeMap;
use std::io::{Write, stderr};

use crate::rows::Row;

/// The figures.
#[derive(Default)]
pub struct Table {
    /// Rows and those that passed, by what is sent and status.
    counts: BTreeMap<(String, String), (usize, usize)>,
    failures: String,
}

impl Table {
    pub fn add(&mut self, row: &Row, verdict: Result<(), String>) {
        let place = match row.json["mediaType"].as_str() {
            Some("application/x-www-form-urlencoded") => "form body",
            Some("multipart/form-data") => "multipart body",
            Some(media_type) if media_type.ends_with("json") => "JSON body",
            Some(_) => "other body",
            None => row.place(),
        };
        let key = (place.to_owned(), row.status().to_owned());
        let (rows, passed) = self.counts.entry(key).or_default();
        *rows += 1;
        match verdict {
            Ok(()) => *passed += 1,
            Err(why) => self.failures.push_str(&format!("{}: {why}\n", row.id)),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.counts.values().map(|(rows, _)| rows).sum()
    }

    /// A line for each row that failed.
    pub fn failures(&self) -> &str {
        &self.failures
    }

    /// Prints the figures, also where the output of tests that pass is not shown.
    pub fn print(&self) {
        let mut text = format!(
            "\n{:16}{:24}{:>6}{:>8}\n",
            "place", "status", "rows", "passed"
        );
        let mut sum = (0, 0);
        for ((place, status), (rows, passed)) in &self.counts {
            text.push_str(&format!("{place:16}{status:24}{rows:>6}{passed:>8}\n"));
            sum = (sum.0 + rows, sum.1 + passed);
        }
        text.push_str(&format!("{:16}{:24}{:>6}{:>8}\n", "all", "", sum.0, sum.1));
        stderr().write_all(text.as_bytes()).unwrap();
    }
}
