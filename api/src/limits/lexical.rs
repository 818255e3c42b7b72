//! The first look at a query: its text, before the parser, in one pass and without recursion.
//!
//! The parser recurses once for every bracket, so that a few kilobytes of `{a{a{a` would overflow the stack
//! and end the process. Whatever this scan takes for a string, the parser must take for one too; where they
//! could differ (a block string that never ends), the text is refused here.

use super::{
    Limits,
    error::{Refusal, check},
};

/// Brackets inside brackets that the parser is asked to follow. Selections, arguments and input objects of
/// real queries stay far below; the parser's stack bears many times more.
const MAX_NESTING: u64 = 120;

/// Checks bytes, tokens and nesting of brackets.
pub(crate) fn check_text(query: &str, limits: &Limits) -> Result<(), Refusal> {
    let bytes = query.as_bytes();
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    check(
        length,
        limits.query_bytes,
        "QUERY_TOO_LARGE",
        "bytes",
        "select less, or move values into variables",
    )?;
    let mut tokens = 0_u64;
    let mut open = 0_u64;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let length = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += line_length(&bytes[at..]);
                continue;
            }
            b'{' | b'[' | b'(' => {
                open += 1;
                check(open, MAX_NESTING, "QUERY_TOO_DEEP", "levels of brackets", "nest less")?;
                1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                1
            }
            b'"' => string_length(&bytes[at..])?,
            b'.' if bytes[at..].starts_with(b"...") => 3,
            _ if is_word(byte) => bytes[at..].iter().take_while(|byte| is_word(**byte)).count(),
            // One character that may be part of a name in no GraphQL; the parser will say so.
            _ => 1,
        };
        at += length;
        tokens += 1;
        check(
            tokens,
            limits.tokens,
            "QUERY_TOO_LARGE",
            "tokens",
            "select less, or move values into variables",
        )?;
    }
    Ok(())
}

/// Names and numbers.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn line_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count()
}

/// Length of the string that begins here, quotes included.
fn string_length(bytes: &[u8]) -> Result<usize, Refusal> {
    if bytes.starts_with(b"\"\"\"") {
        return block_string_length(bytes);
    }
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return Ok(at + 1),
            b'\\' => at += 2,
            // The parser refuses a line end inside a string: go on counting after it.
            b'\n' | b'\r' => return Ok(at),
            _ => at += 1,
        }
    }
    Ok(bytes.len())
}

fn block_string_length(bytes: &[u8]) -> Result<usize, Refusal> {
    let mut at = 3;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"\"\"\"") {
            return Ok(at + 3);
        }
        at += if bytes[at..].starts_with(b"\\\"\"\"") { 4 } else { 1 };
    }
    Err(Refusal::NotParsed { message: "a block string that begins with \"\"\" does not end".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(query: &str, limits: &Limits) -> Option<&'static str> {
        check_text(query, limits).err().map(|refusal| refusal.code())
    }

    fn tokens(query: &str) -> u64 {
        (0..100)
            .find(|tokens| check_text(query, &Limits { tokens: *tokens, ..Limits::default() }).is_ok())
            .unwrap()
    }

    #[test]
    fn tokens_are_those_of_graphql() {
        assert_eq!(tokens("{ a }"), 3);
        assert_eq!(tokens("query Q($n: Int = -12) { a(first: $n) @x ...F }"), 23);
        assert_eq!(tokens("{ a(b: \"{ [ ( # \\\" \") } # { c"), 8);
        assert_eq!(tokens("{ a(b: \"\"\"x \\\"\"\" {{{ \" \"\"\") }"), 8);
        assert_eq!(tokens(""), 0);
    }

    #[test]
    fn long_texts_are_refused() {
        let limits = Limits { query_bytes: 10, tokens: 4, ..Limits::default() };
        assert_eq!(code("{ abcdefgh }", &limits), Some("QUERY_TOO_LARGE"));
        assert_eq!(code("{a b c}", &limits), Some("QUERY_TOO_LARGE"));
        assert_eq!(code("{a b}", &limits), None);
    }

    #[test]
    fn brackets_are_counted_where_the_parser_would_follow_them() {
        let deep = "{a".repeat(200);
        let limits = Limits::default();
        assert_eq!(code(&deep, &limits), Some("QUERY_TOO_DEEP"));
        assert_eq!(code(&"[".repeat(200), &limits), Some("QUERY_TOO_DEEP"));
        // In a string or a comment they are text.
        assert_eq!(code(&format!("{{ a(b: \"{deep}\") }}"), &limits), None);
        assert_eq!(code(&format!("{{ a }} # {deep}"), &limits), None);
        // A string ends at the end of its line, as it does for the parser.
        assert_eq!(code(&format!("{{ a(b: \"\n{deep}"), &limits), Some("QUERY_TOO_DEEP"));
        // Were this read as one endless block string, the parser could still read `""`, `" "`, then brackets.
        let hidden = format!("{{ a(b: [\"\"\" \" {} ", "{a:".repeat(200));
        assert_eq!(code(&hidden, &limits), Some("GRAPHQL_PARSE_FAILED"));
    }

    #[test]
    fn the_parser_bears_the_nesting_that_is_let_through() {
        for deepest in ["{a".repeat(120), format!("{{a(b:{}", "[".repeat(118)), "{...".repeat(120)] {
            assert_eq!(code(&deepest, &Limits::default()), None);
            // Threads of the server have 2 MiB; a quarter of that must do.
            std::thread::Builder::new()
                .stack_size(512 * 1024)
                .spawn(move || assert!(async_graphql::parser::parse_query(&deepest).is_err()))
                .unwrap()
                .join()
                .unwrap();
        }
    }
}
