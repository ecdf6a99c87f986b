//! Uploads as JSON, for samples and raw calls.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Upload;
use crate::json::{Decode, DecodeError, Encode, Node, Writer};

impl Upload {
    /// Of text in base64, or of an object with such a `content`, a `file_name` and a `content_type`.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let (content, fields) = match value {
            Value::String(text) => (text, None),
            Value::Object(fields) => match fields.get("content") {
                Some(Value::String(text)) => (text, Some(fields)),
                _ => return None,
            },
            _ => return None,
        };
        let text = |name| Some(fields?.get(name)?.as_str()?.to_owned());
        Some(Self {
            file_name: text("file_name"),
            content_type: text("content_type"),
            ..Self::from_bytes(STANDARD.decode(content).ok()?)
        })
    }
}

impl Encode for Upload {
    fn encode(&self, json: &mut Writer) {
        let Some(bytes) = self.in_memory() else {
            return None::<String>.encode(json);
        };
        let content = STANDARD.encode(bytes);
        if self.file_name.is_none() && self.content_type.is_none() {
            return content.encode(json);
        }
        json.begin_object();
        json.field("content", &content);
        json.field("file_name", &self.file_name);
        json.field("content_type", &self.content_type);
        json.end_object();
    }
}

impl Decode for Upload {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        if node.is_nothing() {
            return Ok(Self::from_bytes(Vec::new()));
        }
        Self::from_json(&Value::decode(node)?).ok_or_else(|| node.mismatch("text in base64"))
    }
}

crate::__serde!(Sent => Upload);
