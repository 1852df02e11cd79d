//! How many connections each visitor has, so that none has all of them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;

use crate::domain::network::home;

/// The connections of every visitor, in all workers.
#[derive(Debug, Clone, Default)]
pub struct Crowd(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    visitors: Mutex<HashMap<IpNet, usize>>,
    all: AtomicUsize,
}

/// One connection of a visitor, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    crowd: Crowd,
    visitor: IpNet,
}

impl Crowd {
    /// A place for one more connection of `address`; nothing where it has `most` already.
    pub(super) fn enter(&self, address: IpAddr, most: usize) -> Option<Place> {
        let visitor = home(address);
        let mut places = self.lock();
        let count = places.entry(visitor).or_default();
        // No entry is left behind by a refusal: it is not zero then.
        if *count >= most {
            return None;
        }
        *count += 1;
        self.0.all.fetch_add(1, Ordering::Relaxed);
        Some(Place {
            crowd: self.clone(),
            visitor,
        })
    }

    /// How many connections there are.
    pub(super) fn all(&self) -> usize {
        self.0.all.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpNet, usize>> {
        self.0
            .visitors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.0.all.fetch_sub(1, Ordering::Relaxed);
        let mut places = self.crowd.lock();
        if let Some(count) = places.get_mut(&self.visitor) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                places.remove(&self.visitor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_visitor_has_more_than_its_share_and_nobody_is_remembered_who_has_gone() {
        let crowd = Crowd::default();
        let at = |address: &str| crowd.enter(address.parse().unwrap(), 2);
        let held = [at("2001:db8::1"), at("2001:db8::2")];
        assert!(held.iter().all(Option::is_some));
        assert!(at("2001:db8::3").is_none());
        let other = at("2001:db8:0:1::1");
        assert!(other.is_some() && crowd.all() == 3);
        drop(other);
        drop(held);
        assert!(crowd.lock().is_empty() && crowd.all() == 0);
        assert!(at("2001:db8::3").is_some());
    }
}
