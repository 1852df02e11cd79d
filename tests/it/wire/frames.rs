//! Frames of HTTP/2, written as no honest client writes them (RFC 9113 §4, RFC 7541 §6.2).

/// A frame's type (RFC 9113 §6).
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Continuation = 9,
}

pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;
pub(crate) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A frame.
pub(crate) fn frame(kind: Kind, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind as u8, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}

/// A field that no table remembers, byte for byte.
pub(crate) fn field(name: &[u8], value: &[u8]) -> Vec<u8> {
    let mut block = vec![0];
    for text in [name, value] {
        integer(text.len(), &mut block);
        block.extend_from_slice(text);
    }
    block
}

/// A field that the other end remembers; afterwards `INDEXED` alone repeats it.
pub(crate) fn remembered(name: &[u8], value: &[u8]) -> Vec<u8> {
    let mut block = field(name, value);
    if let Some(first) = block.first_mut() {
        *first = 0x40;
    }
    block
}

/// The newest field of the dynamic table.
pub(crate) const INDEXED: u8 = 0x80 | 62;

/// Fields, one after another.
pub(crate) fn block(fields: &[(&[u8], &[u8])]) -> Vec<u8> {
    fields
        .iter()
        .flat_map(|(name, value)| field(name, value))
        .collect()
}

/// RFC 7541 §5.1, with a prefix of seven bits.
fn integer(value: usize, block: &mut Vec<u8>) {
    let Some(mut rest) = value.checked_sub(127) else {
        block.push(u8::try_from(value).unwrap_or(0));
        return;
    };
    block.push(127);
    while rest >= 128 {
        block.push(u8::try_from(rest % 128).unwrap_or(0) | 128);
        rest /= 128;
    }
    block.push(u8::try_from(rest).unwrap_or(0));
}

/// One frame that was read.
pub(crate) struct Read {
    pub(crate) kind: u8,
    pub(crate) stream: u32,
    pub(crate) payload: Vec<u8>,
}

/// The first frame in `bytes`, which is taken out.
pub(crate) fn take(bytes: &mut Vec<u8>) -> Option<Read> {
    let (head, rest) = bytes.split_first_chunk::<9>()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let payload = rest.get(..usize::try_from(length).ok()?)?.to_vec();
    let read = Read {
        kind: head[3],
        stream: u32::from_be_bytes([head[5], head[6], head[7], head[8]]),
        payload,
    };
    bytes.drain(..9 + read.payload.len());
    Some(read)
}
