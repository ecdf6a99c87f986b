//! A response that is bytes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};

use crate::json::{Decode, DecodeError, Encode, Node, Writer};

/// A response that is bytes, such as an image.
///
/// As JSON it is an object of `content`, which is in base64, `content_type` and `file_name`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The content type as the response has it, such as `image/jpeg`.
    pub content_type: Option<String>,
    /// The name of the file, where the response has one.
    pub file_name: Option<String>,
}

impl Download {
    pub(crate) fn new(bytes: Vec<u8>, headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            bytes,
            content_type: text(CONTENT_TYPE).map(str::to_owned),
            file_name: text(CONTENT_DISPOSITION).and_then(file_name),
        }
    }
}

/// The name in a header such as `attachment; filename="a.jpg"`, without folders.
fn file_name(disposition: &str) -> Option<String> {
    let mut parameters = disposition.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("filename"))?;
    let name = value.trim().trim_matches('"');
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// The bytes are not shown.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("bytes", &format_args!("[{} bytes]", self.bytes.len()))
            .field("content_type", &self.content_type)
            .field("file_name", &self.file_name)
            .finish()
    }
}

impl Encode for Download {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("content", &STANDARD.encode(&self.bytes));
        json.field("content_type", &self.content_type);
        json.field("file_name", &self.file_name);
        json.end_object();
    }
}

impl Decode for Download {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        let content: String = object.optional("content")?;
        Ok(Self {
            bytes: STANDARD.decode(content).map_err(|_| node.mismatch("bytes in base64"))?,
            content_type: object.optional("content_type")?,
            file_name: object.optional("file_name")?,
        })
    }
}

crate::__serde!(Received => Download);

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_of_files() {
        for (header, expect) in [
            (r#"attachment; filename="a b.jpg""#, Some("a b.jpg")),
            ("attachment; Filename=a.jpg", Some("a.jpg")),
            (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
            (r#"attachment; filename="C:\x\y.png""#, Some("y.png")),
            (r#"attachment; filename="..""#, None),
            ("attachment; filename=", None),
            ("inline", None),
        ] {
            assert_eq!(file_name(header).as_deref(), expect, "{header}");
        }
    }
}
