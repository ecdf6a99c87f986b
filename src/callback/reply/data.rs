//! Replies as data, where another program makes them.

use super::Reply;
use crate::json::{Decode, DecodeError, Encode, Node, Writer};

const NOTHING: &str = "nothing";
const TEXT: &str = "text";
const IMAGE: &str = "image";
const CUSTOMER_SERVICE: &str = "customer_service";

impl Encode for Reply {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        match self {
            Self::Nothing => json.field("type", NOTHING),
            Self::Text(content) => {
                json.field("type", TEXT);
                json.field("content", content);
            }
            Self::Image { media_id } => {
                json.field("type", IMAGE);
                json.field("media_id", media_id);
            }
            Self::CustomerService { account } => {
                json.field("type", CUSTOMER_SERVICE);
                json.field("account", account);
            }
        }
        json.end_object();
    }
}

impl Decode for Reply {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        let kind: String = object.usual("type")?;
        Ok(match kind.as_str() {
            NOTHING => Self::Nothing,
            TEXT => Self::Text(object.usual("content")?),
            IMAGE => Self::Image { media_id: object.usual("media_id")? },
            CUSTOMER_SERVICE => Self::CustomerService { account: object.optional("account")? },
            _ => return Err(node.mismatch("a reply of a known type")),
        })
    }
}

crate::__serde!(Sent => Reply);
