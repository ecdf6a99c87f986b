//! An account's reply to a user, in the response to the message.

mod data;

use std::fmt;

use serde_json::{Value, json};

use super::Message;

/// The body of a response that acknowledges the message without a reply.
pub(super) const NOTHING: &str = "success";

/// A reply, which goes back in the response to the message: within five seconds, and once. What takes
/// longer is sent by the API of customer service instead. Prints no value.
///
/// Serialized as an object: `type`, which is `nothing`, `text`, `image` or `customer_service`, and
/// `content`, `media_id` or `account`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// None: the user sees nothing.
    Nothing,
    /// A text. For official accounts.
    Text(String),
    /// A picture that was uploaded before, by its id. For official accounts.
    Image {
        /// Id of the upload.
        media_id: String,
    },
    /// Hands the user over to the people of customer service.
    CustomerService {
        /// Which of them, as `name@account`; any free one when absent.
        account: Option<String>,
    },
}

impl Reply {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The reply to a message, before it is encrypted; `None` for none.
    pub(super) fn write(&self, to: &Message, created: u64) -> Option<String> {
        let (msg_type, content) = match self {
            Self::Nothing => return None,
            Self::Text(text) => ("text", Some(("Content", json!(text)))),
            Self::Image { media_id } => ("image", Some(("Image", json!({ "MediaId": media_id })))),
            Self::CustomerService { account: None } => ("transfer_customer_service", None),
            Self::CustomerService { account: Some(account) } => {
                let info = json!({ "KfAccount": account });
                ("transfer_customer_service", Some(("TransInfo", info)))
            }
        };
        let mut fields: Vec<(&str, Value)> = vec![
            ("ToUserName", json!(to.from)),
            ("FromUserName", json!(to.to)),
            ("CreateTime", json!(created)),
            ("MsgType", json!(msg_type)),
        ];
        fields.extend(content);
        Some(to.format.write(&fields))
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Text(_) => "Text",
            Self::Image { .. } => "Image",
            Self::CustomerService { .. } => "CustomerService",
        })
    }
}
