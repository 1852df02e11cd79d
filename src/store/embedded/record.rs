//! How a record is written: an envelope that shows when its bytes are not what was written.

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::store::deadline::Deadline;
use crate::store::{Entry, Version};

/// The layout below. Another number is another layout, and not read.
const FORMAT: u8 = 1;

/// One record: `format ‖ version ‖ deadline ‖ value ‖ checksum`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) version: Version,
    pub(super) deadline: Deadline,
    pub(super) value: Bytes,
}

impl Record {
    /// The bytes to be stored under `key`.
    pub(super) fn encode(&self, key: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.value.len() + 25);
        bytes.push(FORMAT);
        bytes.extend_from_slice(&self.version.0.to_be_bytes());
        bytes.extend_from_slice(&self.deadline.to_bytes());
        bytes.extend_from_slice(&self.value);
        let sum = checksum(key, &bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// What is stored under `key`, or nothing when these are not the bytes that were.
    pub(super) fn decode(key: &[u8], bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk()?;
        if *sum != checksum(key, body) {
            return None;
        }
        let (format, rest) = body.split_first()?;
        let (version, rest) = rest.split_first_chunk()?;
        let (deadline, value) = rest.split_first_chunk()?;
        (*format == FORMAT).then(|| Self {
            version: Version(u64::from_be_bytes(*version)),
            deadline: Deadline::from_bytes(*deadline),
            value: Bytes::copy_from_slice(value),
        })
    }

    /// The number that the envelope has under `key`.
    pub(super) fn checksum(&self, key: &[u8]) -> u64 {
        let bytes = self.encode(key);
        bytes.last_chunk().copied().map_or(0, u64::from_be_bytes)
    }

    /// What a reader gets to see.
    pub(super) fn into_entry(self) -> Entry {
        Entry {
            value: self.value,
            version: self.version,
        }
    }
}

/// Eight bytes of SHA-256. The key is part of it, so a record under another's key is seen too.
/// It guards against accidents: who can write to the file can also compute it.
fn checksum(key: &[u8], body: &[u8]) -> [u8; 8] {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes())
        .chain_update(key)
        .chain_update(body)
        .finalize()
        .into();
    hash.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Record {
        Record {
            version: Version(7),
            deadline: Deadline::NEVER,
            value: Bytes::from_static(b"value"),
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let bytes = sample().encode(b"a/b");
        assert_eq!(Record::decode(b"a/b", &bytes), Some(sample()));
    }

    #[test]
    fn any_single_changed_bit_is_seen() {
        let bytes = sample().encode(b"a/b");
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            if let Some(byte) = changed.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
            assert_eq!(Record::decode(b"a/b", &changed), None, "bit {bit}");
        }
    }

    #[test]
    fn a_record_cut_short_is_seen() {
        let bytes = sample().encode(b"a/b");
        for length in 0..bytes.len() {
            let cut = bytes.get(..length).unwrap_or_default();
            assert_eq!(Record::decode(b"a/b", cut), None, "{length} bytes");
        }
    }

    #[test]
    fn a_record_under_another_key_is_seen() {
        let bytes = sample().encode(b"a/b");
        assert_eq!(Record::decode(b"a/c", &bytes), None);
    }
}
