//! Being told to end.

use std::{future::Future, time::Duration};

use tokio::sync::watch;

use crate::{PullCode, PullError};

/// Tells work to end; dropped, it tells too.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Knows whether work should end.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// A pair of one who tells and one who is told.
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stop(receiver))
    }

    /// Tells everybody to end.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether work should end.
    pub fn is_told(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Returns when work should end.
    pub async fn told(&self) {
        let mut receiver = self.0.clone();
        // An error means that the teller is gone, which tells as well.
        let _ = receiver.wait_for(|told| *told).await;
    }

    /// `STOPPED` when work should end.
    pub fn check(&self) -> Result<(), PullError> {
        if self.is_told() { Err(stopped()) } else { Ok(()) }
    }

    /// Waits so long, or until work should end (`STOPPED`).
    pub async fn sleep(&self, time: Duration) -> Result<(), PullError> {
        self.unless_told(tokio::time::sleep(time)).await
    }

    /// Does something that may be dropped half-way, unless work should end first (`STOPPED`).
    pub async fn unless_told<T>(&self, work: impl Future<Output = T>) -> Result<T, PullError> {
        tokio::select! {
            biased;
            () = self.told() => Err(stopped()),
            result = work => Ok(result),
        }
    }
}

fn stopped() -> PullError {
    PullError::new(PullCode::Stopped, "told to end; what is left is done by the next worker")
}
