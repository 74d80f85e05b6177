//! Listens to all that is said to `tracing` and to `log`, at any level.

use std::fmt::{self, Write};
use std::sync::{Mutex, OnceLock};

use log::LevelFilter;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What was said so far in this process: target, message and fields, one line each.
pub fn lines() -> Vec<String> {
    listen().lock().unwrap().clone()
}

/// Listens from now on, to all threads.
pub fn listen() -> &'static Mutex<Vec<String>> {
    static LINES: OnceLock<Mutex<Vec<String>>> = OnceLock::new();
    static STARTED: OnceLock<()> = OnceLock::new();
    static LOG: OnceLock<Log> = OnceLock::new();
    let lines = LINES.get_or_init(Mutex::default);
    STARTED.get_or_init(|| {
        tracing::subscriber::set_global_default(Log(lines)).unwrap();
        log::set_logger(LOG.get_or_init(|| Log(lines))).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
    lines
}

struct Log(&'static Mutex<Vec<String>>);

impl Log {
    fn keep(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }
}

/// Target and fields of a span or an event.
struct Line(String);

impl Line {
    fn of(metadata: &Metadata<'_>) -> Self {
        Self(metadata.target().to_owned())
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line::of(span.metadata());
        span.record(&mut line);
        self.keep(line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("a span".to_owned());
        values.record(&mut line);
        self.keep(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::of(event.metadata());
        event.record(&mut line);
        self.keep(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.keep(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}
