//! Answers brought to what every system must agree on: of each row the names and the numbers.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The rows of an answer, sorted: names joined, and numbers.
pub(super) type Rows = Vec<(String, Vec<i64>)>;

/// Reads the rows of a GraphQL answer.
pub(super) fn of_json(body: &str, read: fn(&Value) -> Option<Rows>) -> Result<Rows> {
    let answer: Value = serde_json::from_str(body).context("the answer is not JSON")?;
    let mut rows = read(&answer["data"])
        .with_context(|| format!("unexpected answer: {}", body.chars().take(300).collect::<String>()))?;
    rows.sort();
    Ok(rows)
}

/// Reads the rows that a shell printed: first the names, then the numbers, then what is not compared.
pub(super) fn of_lines(lines: &[String], names: usize, numbers: usize) -> Result<Rows> {
    let mut rows = lines
        .iter()
        .map(|line| {
            let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('|').collect();
            ensure!(cells.len() >= names + numbers, "unexpected row: {line}");
            let read = |cell: &&str| cell.parse().with_context(|| format!("no number: {cell:?} of {line}"));
            let figures = cells[names..names + numbers].iter().map(read).collect::<Result<_>>()?;
            Ok((cells[..names].join("|"), figures))
        })
        .collect::<Result<Rows>>()?;
    rows.sort();
    Ok(rows)
}

/// One row of names and numbers, of which none may be missing.
pub(super) fn row<const N: usize>(names: &[&Value], numbers: [&Value; N]) -> Option<(String, Vec<i64>)> {
    let names: Vec<&str> = names.iter().map(|name| text(name)).collect::<Option<_>>()?;
    let numbers = numbers.into_iter().map(whole).collect::<Option<_>>()?;
    Some((names.join("|"), numbers))
}

/// A text; nothing reads as the empty text, as shells print it.
fn text(value: &Value) -> Option<&str> {
    if value.is_null() { Some("") } else { value.as_str() }
}

/// A whole number, also one that is written as a text, as GraphQL servers write large ones.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_and_shells_say_the_same() {
        let read = |data: &Value| {
            data["rows"].as_array()?.iter().map(|one| row(&[&one["a"], &one["b"]], [&one["n"]])).collect()
        };
        let body =
            json!({"data": {"rows": [{"a": "x", "b": null, "n": "-7"}, {"a": "c", "b": "d", "n": 2}]}});
        let lines = ["c|d|2|more\n".to_owned(), "x||-7|\n".to_owned()];
        assert_eq!(of_json(&body.to_string(), read).unwrap(), of_lines(&lines, 2, 1).unwrap());
        assert!(of_lines(&["c|d|\n".to_owned()], 2, 1).is_err(), "a missing number is not 0");
        assert!(of_lines(&["c\n".to_owned()], 2, 1).is_err());
        let body = json!({"data": {"rows": [{"a": "x", "b": "y", "n": null}]}});
        assert!(of_json(&body.to_string(), read).is_err(), "a missing number is not 0");
    }
}
