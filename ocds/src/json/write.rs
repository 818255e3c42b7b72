//! Values as text, on one line and without spaces.

use std::fmt::{self, Formatter, Write as _};

use super::{Object, Value};

impl fmt::Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(true) => f.write_str("true"),
            Self::Bool(false) => f.write_str("false"),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::String(text) => string(f, text),
            Self::Array(items) => array(f, items),
            Self::Object(members) => object(f, members),
        }
    }
}

fn array(f: &mut Formatter<'_>, items: &[Value]) -> fmt::Result {
    f.write_char('[')?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        write!(f, "{item}")?;
    }
    f.write_char(']')
}

pub(super) fn object(f: &mut Formatter<'_>, members: &Object) -> fmt::Result {
    f.write_char('{')?;
    for (index, (name, value)) in members.iter().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        string(f, name)?;
        write!(f, ":{value}")?;
    }
    f.write_char('}')
}

fn string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1f => "",
            _ => continue,
        };
        f.write_str(&text[written..at])?;
        if short.is_empty() {
            write!(f, "\\u{byte:04x}")?;
        } else {
            f.write_str(short)?;
        }
        written = at + 1;
    }
    f.write_str(&text[written..])?;
    f.write_char('"')
}
