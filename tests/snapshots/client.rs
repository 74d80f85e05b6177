//! A generated client, from which the part that a test is about is cut out.

use generator::overlay::Overlay;
use generator::{Generated, Options};
use tests::descriptions::{description, run_with};

pub struct Client(Generated);

/// The client of a description that says `rest`, and says it without a fault.
pub fn client(rest: &str) -> Client {
    client_with(rest, &Options::default())
}

/// The same with an overlay: the paths of its files, and what they say.
pub fn client_with_overlay(rest: &str, files: &[(&str, &str)]) -> Client {
    let files = files.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let mut options = Options::default();
    options.overlay = Some(Overlay::new(files.collect()).unwrap());
    client_with(rest, &options)
}

fn client_with(rest: &str, options: &Options) -> Client {
    let outcome = run_with("pets.yaml", description(rest).as_bytes(), options);
    assert_eq!(outcome.report, "");
    Client(outcome.client.unwrap())
}

/// Parts of a client one after another.
pub fn shown<const N: usize>(parts: [String; N]) -> String {
    parts.map(|part| part.trim_end().to_owned()).join("\n\n")
}

impl Client {
    /// The text of one file, without the line that says where it comes from.
    pub fn file(&self, path: &str) -> String {
        let text = self
            .0
            .files
            .get(path)
            .unwrap_or_else(|| panic!("no {path}"));
        text.split_once("\n\n").unwrap().1.to_owned()
    }

    /// The paths of all files.
    pub fn files(&self) -> String {
        let paths = self.0.files.iter().map(|(path, _)| path);
        paths.collect::<Vec<_>>().join("\n")
    }

    pub fn listing(&self) -> String {
        self.0.listing.clone()
    }

    /// What a call of an operation is given, and how it becomes a request.
    pub fn request(&self, operation: &str) -> String {
        let request = self.function(&format!("impl Operation for {operation} "), "request");
        self.with_struct(operation, &request)
    }

    /// The same of an operation that may send a stream.
    pub fn streamed(&self, operation: &str) -> String {
        let start = format!("impl StreamOperation for {operation} ");
        self.with_struct(operation, &self.function(&start, "into_request"))
    }

    fn with_struct(&self, operation: &str, request: &str) -> String {
        format!(
            "{}\n{request}",
            self.code(&format!("pub struct {operation} "))
        )
    }

    /// How an operation reads what comes back.
    pub fn response(&self, operation: &str) -> String {
        let item = self.item(&format!("impl Operation for {operation} "));
        let types = item.lines().filter(|line| line.starts_with("    type "));
        let types: Vec<&str> = types.collect();
        let response = self.function(&format!("impl Operation for {operation} "), "response");
        format!("{}\n\n{response}", types.join("\n"))
    }

    /// The item that starts like this, with its documentation.
    pub fn item(&self, start: &str) -> String {
        let generated = self
            .0
            .files
            .iter()
            .filter(|(path, _)| *path == "src/models.rs" || path.starts_with("src/operations"));
        generated
            .flat_map(|(_, text)| items(text))
            .find(|item| without_docs(item, |line| line.starts_with("#[")).starts_with(start))
            .unwrap_or_else(|| panic!("nothing starts with {start:?}"))
            .to_owned()
    }

    /// The same without its documentation.
    pub fn code(&self, start: &str) -> String {
        without_docs(&self.item(start), |_| false)
    }

    /// Only its documentation.
    pub fn docs(&self, start: &str) -> String {
        let item = self.item(start);
        let docs: Vec<&str> = item
            .lines()
            .take_while(|line| line.starts_with("///"))
            .collect();
        docs.join("\n")
    }

    /// A function of the item that starts like this, with its documentation.
    pub fn function(&self, start: &str, name: &str) -> String {
        let item = self.item(start);
        let lines: Vec<&str> = item.lines().collect();
        let head = lines
            .iter()
            .position(|line| {
                line.trim_start_matches("    pub ")
                    .trim_start()
                    .starts_with(&format!("fn {name}("))
            })
            .unwrap_or_else(|| panic!("no function {name} in {item}"));
        let above = lines[..head].iter().rev();
        let start = head
            - above
                .take_while(|line| line.starts_with("    ///") || line.starts_with("    #["))
                .count();
        let end = head
            + lines[head..]
                .iter()
                .position(|line| *line == "    }")
                .unwrap();
        lines[start..=end].join("\n") + "\n"
    }
}

/// Generated files are formatted: an item ends with the first line that closes it at the margin.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut start, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        end += line.len();
        let is_code = !line.starts_with([' ', '/', '#', '\n']);
        if line.starts_with("//!") || line == "\n" && text[start..end].trim().is_empty() {
            start = end;
        } else if is_code && line.trim_end().ends_with(['}', ';']) {
            items.push(&text[start..end]);
            start = end;
        }
    }
    items
}

fn without_docs(item: &str, also: impl Fn(&str) -> bool) -> String {
    let lines = item.split_inclusive('\n');
    lines
        .skip_while(|line| line.starts_with("///") || also(line))
        .collect()
}
