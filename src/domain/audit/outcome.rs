//! How an event ended, for whoever counts or filters.

use super::named;

named! {
    /// How an event ended.
    Outcome {
        /// Somebody should look.
        Alarm = "alarm",
        /// It was refused, or did not succeed.
        Failure = "failure",
        /// The first of two steps succeeded; nothing is open yet.
        Pending = "pending",
        /// It happened.
        Success = "success",
    }
}
