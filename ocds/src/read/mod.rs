//! Releases out of a stream.
//!
//! A stream holds JSON values one after the other (one is a package, many are JSON Lines). Arrays, packages
//! and records are opened wherever they stand, and what they hold is handed out one release at a time; never
//! is more in memory than one release. [`source`] finds where a value ends without reading it, so that the
//! text of a release stays what it was; [`crate::json`] then reads that text.

mod boundary;
mod container;
mod source;

use std::io::BufRead;

use self::{
    container::{Container, Ended},
    source::Source,
};
use crate::{
    caps::Caps,
    error::{OcdsCode, OcdsError, Position},
    release::Release,
};

/// Arrays and packages inside one another: a list of record packages needs five.
const DEEPEST: usize = 12;

/// What a stream mentioned without holding it. Nothing is passed over unseen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Releases that are only linked to: an id, a date, tags or an address, and nothing else.
    pub links: u64,
    /// Records that hold neither a release nor a compiled release.
    pub records: u64,
}

/// The releases of a stream: of release packages, record packages, single releases, arrays of these, and JSON
/// Lines of these, of any size.
///
/// A record that only links to its releases gives its compiled release. Each release counts as published
/// after those before it in the stream.
///
/// After [`OcdsCode::OcidMissing`] reading goes on with the next release; any other error is the last item.
pub struct Releases<R> {
    source: Source<R>,
    caps: Caps,
    open: Vec<Frame>,
    given: u64,
    skipped: Skipped,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    AtStart,
    Inside,
    Over,
}

/// What has been opened and not yet closed.
enum Frame {
    Array { first: bool },
    Object(Container),
}

/// What one step of reading has led to.
enum Step {
    Release(String, Position),
    Further,
    End,
}

impl<R: BufRead> Releases<R> {
    /// Reads releases from a stream.
    pub fn new(stream: R, caps: Caps) -> Self {
        Self {
            source: Source::new(stream),
            caps,
            open: Vec::new(),
            given: 0,
            skipped: Skipped::default(),
            state: State::AtStart,
        }
    }

    /// What has been passed over so far, because the stream only mentions it.
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    fn release(&mut self) -> Result<Option<Release>, OcdsError> {
        if self.state == State::AtStart {
            self.source.skip_byte_order_mark()?;
            self.source.skip_space()?;
            if self.source.peek()?.is_none() {
                let error = OcdsError::new(OcdsCode::Empty, "there is nothing to read");
                return Err(error.at(self.source.position()));
            }
            self.state = State::Inside;
        }
        loop {
            match self.step()? {
                Step::Further => {}
                Step::End => return Ok(None),
                Step::Release(text, position) => {
                    let publication = self.given;
                    self.given += 1;
                    let release = Release::read(text, position, &self.caps)?;
                    return Ok(Some(release.with_publication(publication)));
                }
            }
        }
    }

    fn step(&mut self) -> Result<Step, OcdsError> {
        match self.open.pop() {
            None => {
                self.source.skip_space()?;
                if self.source.peek()?.is_none() {
                    return Ok(Step::End);
                }
                self.open_item()
            }
            Some(Frame::Array { first }) => {
                self.source.skip_space()?;
                if self.source.skip_if(b']')? {
                    return Ok(Step::Further);
                }
                if !first {
                    self.source.expect(b',', "a comma or a closing bracket")?;
                    self.source.skip_space()?;
                }
                self.open.push(Frame::Array { first: false });
                self.open_item()
            }
            Some(Frame::Object(container)) => self.member(container),
        }
    }

    /// Opens an array or an object in which releases may stand.
    fn open_item(&mut self) -> Result<Step, OcdsError> {
        let position = self.source.position();
        if self.open.len() >= DEEPEST {
            let message =
                format!("lists and packages of releases stand more than {DEEPEST} inside one another");
            return Err(OcdsError::new(OcdsCode::JsonTooDeep, message).at(position));
        }
        if self.source.skip_if(b'[')? {
            self.open.push(Frame::Array { first: true });
        } else if self.source.skip_if(b'{')? {
            self.open.push(Frame::Object(Container::new(position, self.given)));
        } else if self.source.peek()?.is_none() {
            return Err(self.source.unexpected("a release")?);
        } else {
            let found = self.source.describe_next()?;
            let message = format!("found {found} where a release or a package is meant");
            return Err(OcdsError::new(OcdsCode::NotARelease, message).at(position));
        }
        Ok(Step::Further)
    }

    /// Reads the next member of an object, or its end.
    fn member(&mut self, mut container: Container) -> Result<Step, OcdsError> {
        match container.next(&mut self.source, &self.caps)? {
            Ended::Object => self.closed(container),
            Ended::Member => {
                self.open.push(Frame::Object(container));
                Ok(Step::Further)
            }
            Ended::BeforeReleases => {
                self.open.push(Frame::Object(container));
                self.open_item()
            }
        }
    }

    /// What an object was, now that all of it has been seen.
    fn closed(&mut self, container: Container) -> Result<Step, OcdsError> {
        if container.is_link() && !self.open.is_empty() {
            self.skipped.links += 1;
            return Ok(Step::Further);
        }
        if !container.is_container() {
            return container.into_release().map(Step::release);
        }
        if container.given_before() < self.given {
            return Ok(Step::Further);
        }
        let is_record = container.is_record();
        match container.into_compiled() {
            Some(compiled) => compiled.map(Step::release),
            None => {
                self.skipped.records += u64::from(is_record);
                Ok(Step::Further)
            }
        }
    }
}

impl Step {
    fn release((text, position): (String, Position)) -> Self {
        Self::Release(text, position)
    }
}

impl<R: BufRead> Iterator for Releases<R> {
    type Item = Result<Release, OcdsError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Over {
            return None;
        }
        let item = self.release().transpose();
        if !item.as_ref().is_some_and(|item| item.as_ref().map_or_else(reading_goes_on, |_| true)) {
            self.state = State::Over;
        }
        item
    }
}

/// Whether an error concerns one release alone, whose end was found.
fn reading_goes_on(error: &OcdsError) -> bool {
    error.code() == OcdsCode::OcidMissing
}
