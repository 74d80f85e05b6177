//! Cookie parameters: OpenAPI 3.0.4, "Style Values", style form, and Appendix D; RFC 6265, 4.1.1 and 4.2.1.
//!
//! For a parameter `color`:
//!
//! | explode | empty text | text `blue` | list `blue`, `black` | object `R: 100, G: 200` |
//! | --- | --- | --- | --- | --- |
//! | false | `color=` | `color=blue` | `color=blue,black` | `color=R,100,G,200` |
//! | true | `color=` | `color=blue` | `color=blue; color=black` | `R=100; G=200` |
//!
//! All cookies stand in one header, with `; ` between them. What is not set, `null`, and lists and objects without
//! anything in them are left out.
//!
//! Many servers do not decode `%XX` in a cookie, so a lone value keeps each byte that RFC 6265 calls a cookie-octet,
//! but `%`; spaces, quotes, `,`, `;`, `\`, control characters and what is not ASCII are `%XX`. A name likewise keeps
//! the characters of a token. In lists and objects only `A-Z a-z 0-9 - . _ ~` stay, as RFC 6570 has it: there a
//! server must take the value apart anyway.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::request::{EXPLODE, RequestBuilder};
use super::value::{Fault, NO_COOKIE_OCTET, ToValue, Value, cookie_octets, percent, raw};

impl RequestBuilder {
    /// Adds a cookie. The header that holds it is marked as sensitive.
    pub fn cookie(&mut self, name: &'static str, explode: bool, value: &dyn ToValue) {
        let value = value.to_value();
        let before = self.cookie.len();
        let written = match explode {
            _ if value.is_absent() => Ok(()),
            _ if !value.is_composite() => {
                self.start_cookie(name);
                value.write(&mut self.cookie, cookie_octets)
            }
            EXPLODE => value.pairs(name, &mut |name, value| {
                self.start_cookie(name);
                value.write(&mut self.cookie, percent)
            }),
            _flat => {
                self.start_cookie(name);
                let written = value.write_list(&mut self.cookie, percent, percent, ",", ",");
                if written == Ok(false) {
                    self.cookie.truncate(before);
                }
                written.map(|_| ())
            }
        };
        self.finish_cookie(name, written);
    }

    /// Adds a cookie that the description declares with `content` of type `text/plain`: it goes out as it is.
    /// Control characters and `;`, which would end it, are refused, and so is a space at either end, which is cut off.
    pub fn cookie_raw(&mut self, name: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if value.is_absent() {
            return;
        }
        self.start_cookie(name);
        let before = self.cookie.len();
        let written = value.write(&mut self.cookie, raw);
        let text = self.cookie.get(before..).unwrap_or_default();
        let broken =
            text.contains(|c: char| c.is_control() || c == ';') || text.trim_matches(' ') != text;
        let fault = Fault(
            "holds a `;` or a control character, or begins or ends with a space, which a cookie cannot",
        );
        self.finish_cookie(name, if broken { Err(fault) } else { written });
    }

    /// Adds a cookie that the description declares with `content` of a JSON type. It is encoded like a lone value.
    pub fn cookie_json(&mut self, name: &'static str, value: &dyn ToValue) {
        let value = value.to_value();
        if let Value::Absent = value {
            return;
        }
        self.start_cookie(name);
        let written = value.write_json(&mut self.cookie, cookie_octets);
        self.finish_cookie(name, written);
    }

    fn start_cookie(&mut self, name: &str) {
        if !self.cookie.is_empty() {
            self.cookie.push_str("; ");
        }
        self.cookie.extend(utf8_percent_encode(name, NO_TOKEN));
        self.cookie.push('=');
    }

    fn finish_cookie(&mut self, name: &str, written: Result<(), Fault>) {
        if let Err(Fault(why)) = written {
            self.refuse("cookie parameter", name, why);
        }
    }
}

/// What is no character of a token (RFC 9110, 5.6.2), and `%`.
const NO_TOKEN: &AsciiSet = &NO_COOKIE_OCTET
    .add(b'(')
    .add(b')')
    .add(b'/')
    .add(b':')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}');
