//! An object that may turn out to be a release, a package or a record.

use std::io::BufRead;

use super::source::Source;
use crate::{
    caps::Caps,
    error::{OcdsCode, OcdsError, Position},
};

/// What the next member of an object was.
pub(super) enum Ended {
    /// Any member; the object goes on.
    Member,
    /// The name of a list of releases or records, which begins here.
    BeforeReleases,
    /// There was no further member: the object has ended.
    Object,
}

/// An object whose members are being read. Until a member shows that it holds releases it may be one, so
/// every byte of it is kept.
pub(super) struct Container {
    text: Vec<u8>,
    position: Position,
    given_before: u64,
    has_members: bool,
    holds_releases: bool,
    has_ocid: bool,
    has_content: bool,
    compiled: Option<(Vec<u8>, Position)>,
}

impl Container {
    /// An object whose opening brace has just been passed; so many releases were given before it.
    pub(super) fn new(position: Position, given_before: u64) -> Self {
        Self {
            text: vec![b'{'],
            position,
            given_before,
            has_members: false,
            holds_releases: false,
            has_ocid: false,
            has_content: false,
            compiled: None,
        }
    }

    /// Reads the next member, or the end.
    pub(super) fn next<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        caps: &Caps,
    ) -> Result<Ended, OcdsError> {
        source.copy_space(&mut self.text, caps)?;
        if source.skip_if(b'}')? {
            self.text.push(b'}');
            return Ok(Ended::Object);
        }
        if self.has_members {
            source.expect(b',', "a comma or a closing brace")?;
            self.text.push(b',');
            source.copy_space(&mut self.text, caps)?;
        }
        self.has_members = true;
        let name = self.name(source, caps)?;
        let is_structure = matches!(source.peek()?, Some(b'{' | b'['));
        match name.as_slice() {
            br#""releases""# | br#""records""# => {
                self.holds_releases = true;
                self.text.clear();
                if is_structure {
                    return Ok(Ended::BeforeReleases);
                }
            }
            br#""compiledRelease""# | br#""versionedRelease""# => {
                self.holds_releases = true;
                self.has_ocid = true;
            }
            br#""ocid""# => self.has_ocid = true,
            br#""id""# | br#""date""# | br#""tag""# | br#""url""# => {}
            _ => self.has_content = true,
        }
        if name == br#""compiledRelease""# && source.peek()? == Some(b'{') {
            let position = source.position();
            let mut text = Vec::new();
            source.copy_value(&mut text, caps)?;
            self.compiled = Some((text, position));
        } else {
            source.copy_value(&mut self.text, caps)?;
        }
        if self.holds_releases {
            self.text.clear();
        }
        Ok(Ended::Member)
    }

    /// Whether it is a package or a record.
    pub(super) fn is_container(&self) -> bool {
        self.holds_releases
    }

    /// Whether it is a record: it says of which contracting process.
    pub(super) fn is_record(&self) -> bool {
        self.holds_releases && self.has_ocid
    }

    /// Whether it only points to a release that stands elsewhere.
    pub(super) fn is_link(&self) -> bool {
        self.has_members && !self.holds_releases && !self.has_ocid && !self.has_content
    }

    /// How many releases were given before it.
    pub(super) fn given_before(&self) -> u64 {
        self.given_before
    }

    /// Its text as a release.
    pub(super) fn into_release(self) -> Result<(String, Position), OcdsError> {
        utf8(self.text, self.position)
    }

    /// The compiled release that it holds, if any.
    pub(super) fn into_compiled(self) -> Option<Result<(String, Position), OcdsError>> {
        self.compiled.map(|(text, position)| utf8(text, position))
    }

    /// The name of the next member, in its quotes.
    fn name<R: BufRead>(&mut self, source: &mut Source<R>, caps: &Caps) -> Result<Vec<u8>, OcdsError> {
        if source.peek()? != Some(b'"') {
            return Err(source.unexpected("a name in quotes")?);
        }
        let start = self.text.len();
        source.copy_value(&mut self.text, caps)?;
        let name = self.text[start..].to_vec();
        source.copy_space(&mut self.text, caps)?;
        source.expect(b':', "a colon")?;
        self.text.push(b':');
        source.copy_space(&mut self.text, caps)?;
        Ok(name)
    }
}

fn utf8(text: Vec<u8>, position: Position) -> Result<(String, Position), OcdsError> {
    String::from_utf8(text).map(|text| (text, position)).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        OcdsError::new(OcdsCode::NotUtf8, "a release holds bytes that are not UTF-8")
            .at(position.after(before))
    })
}
