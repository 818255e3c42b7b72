//! Text to values, strictly by RFC 8259, with bounds.

use super::{Number, Object, Value};
use crate::{caps::Caps, error::OcdsCode};

/// Why a text is not a value, and after how many of its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: OcdsCode,
    pub(super) at: usize,
    pub(super) message: String,
}

/// The one value that this text holds.
pub(super) fn parse(text: &str, caps: &Caps) -> Result<Value, Fault> {
    let mut parser = Parser { text, at: 0, values: 0, caps };
    parser.skip_space();
    let value = parser.value(0)?;
    parser.skip_space();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.unexpected("the end")),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    values: usize,
    caps: &'t Caps,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Fault> {
        self.values += 1;
        if self.values > self.caps.max_values {
            let message = format!("one release holds more than {} values", self.caps.max_values);
            return Err(self.fault(OcdsCode::ReleaseTooComplex, message));
        }
        match self.peek() {
            Some(b'{') => self.object(depth).map(Value::Object),
            Some(b'[') => self.array(depth).map(Value::Array),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Object, Fault> {
        self.open(depth)?;
        let mut object = Object::new();
        if self.close(b'}') {
            return Ok(object);
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a name in quotes"));
            }
            let name = self.string()?;
            self.skip_space();
            self.expect(b':', "a colon")?;
            self.skip_space();
            object.insert(name, self.value(depth + 1)?);
            self.skip_space();
            if self.close(b'}') {
                return Ok(object);
            }
            self.expect(b',', "a comma or a closing brace")?;
            self.skip_space();
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Value>, Fault> {
        self.open(depth)?;
        let mut items = Vec::new();
        if self.close(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.close(b']') {
                return Ok(items);
            }
            self.expect(b',', "a comma or a closing bracket")?;
            self.skip_space();
        }
    }

    fn open(&mut self, depth: usize) -> Result<(), Fault> {
        if depth >= self.caps.max_depth {
            let message = format!("arrays and objects are nested more than {} deep", self.caps.max_depth);
            return Err(self.fault(OcdsCode::JsonTooDeep, message));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn close(&mut self, closing: u8) -> bool {
        let closes = self.peek() == Some(closing);
        self.at += usize::from(closes);
        closes
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        self.skip_if(|byte| byte == b'-');
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.skip_if(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.skip_if(|byte| matches!(byte, b'e' | b'E')) {
            self.skip_if(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Ok(Value::Number(Number::from_checked(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.skip_if(|byte| byte.is_ascii_digit()) {
            return Err(self.unexpected("a digit"));
        }
        while self.skip_if(|byte| byte.is_ascii_digit()) {}
        Ok(())
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut out = String::new();
        let mut copied = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    out.push_str(&self.text[copied..self.at]);
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    out.push_str(&self.text[copied..self.at]);
                    self.at += 1;
                    out.push(self.escape()?);
                    copied = self.at;
                }
                Some(0..=0x1f) => return Err(self.unexpected("a character of a text, or its end")),
                Some(_) => self.at += 1,
                None => return Err(self.unexpected("the closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let character = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.unexpected("an escape such as \\n")),
        };
        self.at += 1;
        Ok(character)
    }

    /// The character of a `\u` escape, or of two that are one pair. Half a pair stands for no character and
    /// becomes U+FFFD: publishers cut texts at a number of UTF-16 units.
    fn unicode(&mut self) -> Result<char, Fault> {
        let unit = self.hexadecimal()?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        if unit < 0xdc00 && self.text[self.at..].starts_with("\\u") {
            let before_second = self.at;
            self.at += 2;
            let second = self.hexadecimal()?;
            if (0xdc00..0xe000).contains(&second) {
                let pair = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before_second;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hexadecimal(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return Err(self.unexpected("four hexadecimal digits")) };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn expect(&mut self, byte: u8, meant: &str) -> Result<(), Fault> {
        if self.skip_if(|found| found == byte) { Ok(()) } else { Err(self.unexpected(meant)) }
    }

    fn skip_space(&mut self) {
        while self.skip_if(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {}
    }

    fn skip_if(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let skips = self.peek().is_some_and(wanted);
        self.at += usize::from(skips);
        skips
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn unexpected(&self, meant: &str) -> Fault {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => self.fault(OcdsCode::JsonInvalid, format!("found {found:?} instead of {meant}")),
            None => self.fault(OcdsCode::JsonCutShort, format!("the text ends before {meant}")),
        }
    }

    fn fault(&self, code: OcdsCode, message: String) -> Fault {
        Fault { code, at: self.at, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, OcdsCode> {
        parse(text, &Caps::default()).map(|value| value.to_string()).map_err(|fault| fault.code)
    }

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "null",
            "true",
            "false",
            "[]",
            "{}",
            "\"\"",
            "1e9999",
            "-0.10E+05",
            "12345678901234567890",
            r#"{"z":1,"a":[1.50,{"é":"£ \"\\\n\t\u0001"}],"":null}"#,
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(text));
        }
        assert_eq!(parsed(" [ 1 , 2 ] \r\n").as_deref(), Ok("[1,2]"));
        assert_eq!(parsed(r#""\u00a3\/\ud83d\ude00""#).as_deref(), Ok("\"£/😀\""));
    }

    #[test]
    fn half_a_pair_becomes_the_replacement_character() {
        assert_eq!(parsed(r#""a\ud83d""#).as_deref(), Ok("\"a\u{fffd}\""));
        assert_eq!(parsed(r#""\ude00\u0041""#).as_deref(), Ok("\"\u{fffd}A\""));
        assert_eq!(parsed(r#""\ud83d\u0041""#).as_deref(), Ok("\"\u{fffd}A\""));
    }

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        assert_eq!(parsed(r#"{"a":1,"b":2,"a":3}"#).as_deref(), Ok(r#"{"a":3,"b":2}"#));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "01",
            "[1.]",
            ".5",
            "+1",
            "[1e]",
            "--1",
            "NaN",
            "Infinity",
            "nul",
            "tru e",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "'a'",
            "\"\\x\"",
            "\"a\nb\"",
            "\"\\u12g4\"",
            "\"\\é\"",
            "[1 2]",
            "{\"a\" 1}",
            "1 2",
            "{} ]",
            "]",
        ] {
            assert_eq!(parsed(text), Err(OcdsCode::JsonInvalid), "{text}");
        }
        for text in ["", "  ", "[", "[1,", "{\"a\"", "{\"a\":", "\"abc", "\"\\", "\"\\u12", "-", "1e+"] {
            assert_eq!(parsed(text), Err(OcdsCode::JsonCutShort), "{text}");
        }
    }

    #[test]
    fn bounds_hold() {
        let caps = Caps { max_depth: 3, max_values: 5, ..Caps::default() };
        let code = |text| parse(text, &caps).map(|_| ()).map_err(|fault| fault.code);
        assert_eq!(code("[[[]]]"), Ok(()));
        assert_eq!(code("[[[[]]]]"), Err(OcdsCode::JsonTooDeep));
        assert_eq!(code("[1,2,3,4]"), Ok(()));
        assert_eq!(code("[1,2,3,4,5]"), Err(OcdsCode::ReleaseTooComplex));
    }

    #[test]
    fn a_fault_says_where() {
        let fault = parse("{\"a\": tru}", &Caps::default()).unwrap_err();
        assert_eq!((fault.at, fault.message.as_str()), (6, "found 't' instead of a value"));
    }
}
