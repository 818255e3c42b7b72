//! Arguments as they are given: texts with names.

use std::collections::BTreeMap;

use crate::graphql::error::ApiError;

/// Which rows, in which order: arguments of the field of the schema, by their names there. An input object is given as
/// JSON, a list as JSON or separated by commas, an enum value by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportArguments(BTreeMap<String, String>);

impl ExportArguments {
    /// Takes names with values; an empty value is as good as none. Refuses a name that is given twice.
    pub(crate) fn new(given: impl IntoIterator<Item = (String, String)>) -> Result<Self, ApiError> {
        let mut arguments = BTreeMap::new();
        for (name, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
            if arguments.insert(name.clone(), value).is_some() {
                let message = format!("`{name}` is given more than once");
                return Err(ApiError::BadQuestion { code: "BAD_ARGUMENTS", message });
            }
        }
        Ok(Self(arguments))
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was given for one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Everything that was given.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
