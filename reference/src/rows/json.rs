//! An array of flat JSON objects. The names of the first are the heading.

use std::{fmt, io::Read};

use csv::ByteRecord;
use serde::de::{self, DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};

use super::{Row, Sink, Stopped};
use crate::{ReferenceError, source::Allowance};

pub(super) fn read(input: impl Read, allowance: &Allowance, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let buffered = std::io::BufReader::with_capacity(64 << 10, input);
    let mut reader = serde_json::Deserializer::from_reader(buffered);
    let mut stopped = None;
    let records = Records { allowance, sink, stopped: &mut stopped };
    let result = reader.deserialize_seq(records).and_then(|()| reader.end());
    match (stopped, result) {
        (Some(error), _) => Err(Stopped::Sink(error)),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(Stopped::Io(error.into())),
    }
}

struct Records<'s> {
    allowance: &'s Allowance,
    sink: &'s mut dyn Sink,
    /// What the sink failed with; the deserializer can only be told that something did.
    stopped: &'s mut Option<ReferenceError>,
}

impl Records<'_> {
    fn hand<E: de::Error>(&mut self, number: u64, cells: &ByteRecord) -> Result<(), E> {
        self.allowance.renew();
        self.sink.row(Row::new(number, cells)).map_err(|error| {
            *self.stopped = Some(error);
            E::custom("stopped")
        })
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut records: A) -> Result<(), A::Error> {
        let mut names: Vec<String> = Vec::new();
        let mut number = 0;
        while let Some(mut record) = records.next_element_seed(Object(&names))? {
            number += 1;
            if names.is_empty() {
                names = record.iter().map(|(name, _)| name.clone()).collect();
                self.hand(0, &ByteRecord::from(names.clone()))?;
            }
            let cells: ByteRecord = names
                .iter()
                .enumerate()
                .map(|(place, name)| match record.get_mut(place) {
                    // Records nearly always have the same names in the same order.
                    Some((found, value)) if found == name => std::mem::take(value),
                    _ => record
                        .iter_mut()
                        .find(|(found, _)| found == name)
                        .map_or_else(String::new, |(_, value)| std::mem::take(value)),
                })
                .collect::<Vec<_>>()
                .into();
            self.hand(number, &cells)?;
        }
        Ok(())
    }
}

/// Names of a record that are more than any publisher has.
const NAMES: usize = 1_000;

/// One object, given the names of the first.
struct Object<'n>(&'n [String]);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Vec<(String, String)>;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut record = Vec::with_capacity(self.0.len());
        while let Some((name, value)) = object.next_entry::<String, serde_json::Value>()? {
            if record.len() >= NAMES {
                return Err(de::Error::custom("a record has more than a thousand names"));
            }
            record.push((name, written(value)));
        }
        Ok(record)
    }
}

/// A value as a cell of text.
fn written(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}
