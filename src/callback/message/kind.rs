//! The types of messages.

use std::fmt;

use super::AccountEvent;
use crate::callback::fields::Fields;

/// What a message is. A text that WeChat leaves out is empty. Prints no value, and is serialized as a
/// part of its [`Message`](super::Message) alone.
///
/// Facts from WeChat's pages "接收普通消息" of official accounts and "接收消息和事件" of mini programs.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// `text`.
    Text {
        /// What the user wrote.
        content: String,
    },
    /// `image`.
    Image {
        /// Address of the picture.
        url: String,
        /// Id to download it with.
        media_id: String,
    },
    /// `voice`.
    Voice {
        /// Id to download it with.
        media_id: String,
        /// Its format, such as `amr` or `speex`.
        format: String,
        /// What was said, where speech recognition is on.
        recognition: String,
    },
    /// `video` and `shortvideo`.
    Video {
        /// Id to download it with.
        media_id: String,
        /// Id to download its cover with.
        thumb_media_id: String,
        /// Whether it is a `shortvideo`, recorded in the chat.
        is_short: bool,
    },
    /// `location`.
    Location {
        /// Latitude in degrees, with the digits that WeChat sent.
        latitude: String,
        /// Longitude in degrees, with the digits that WeChat sent.
        longitude: String,
        /// Scale of the map.
        scale: String,
        /// Name of the place.
        label: String,
    },
    /// `link`.
    Link {
        /// Its title.
        title: String,
        /// Its description.
        description: String,
        /// Its address.
        url: String,
    },
    /// `miniprogrampage`: a card of a mini program.
    MiniProgramPage {
        /// Its title.
        title: String,
        /// Appid of the mini program.
        appid: String,
        /// The page that it opens.
        page: String,
        /// Address of its cover.
        thumb_url: String,
        /// Id to download its cover with.
        thumb_media_id: String,
    },
    /// `event`.
    Event(AccountEvent),
    /// A type that has none here: [`Message::fields`](super::Message::fields) has all of it.
    Other {
        /// WeChat's name of the type.
        msg_type: String,
    },
}

impl MessageKind {
    pub(super) fn read(msg_type: &str, fields: &Fields) -> Self {
        let text = |name| fields.text(name);
        match msg_type {
            "text" => Self::Text { content: text("Content") },
            "image" => Self::Image { url: text("PicUrl"), media_id: text("MediaId") },
            "voice" => Self::Voice {
                media_id: text("MediaId"),
                format: text("Format"),
                recognition: text("Recognition"),
            },
            "video" | "shortvideo" => Self::Video {
                media_id: text("MediaId"),
                thumb_media_id: text("ThumbMediaId"),
                is_short: msg_type == "shortvideo",
            },
            "location" => Self::Location {
                latitude: text("Location_X"),
                longitude: text("Location_Y"),
                scale: text("Scale"),
                label: text("Label"),
            },
            "link" => Self::Link {
                title: text("Title"),
                description: text("Description"),
                url: text("Url"),
            },
            "miniprogrampage" => Self::MiniProgramPage {
                title: text("Title"),
                appid: text("AppId"),
                page: text("PagePath"),
                thumb_url: text("ThumbUrl"),
                thumb_media_id: text("ThumbMediaId"),
            },
            "event" => Self::Event(AccountEvent::read(fields)),
            other => Self::Other { msg_type: other.to_owned() },
        }
    }
}

impl fmt::Debug for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { .. } => f.write_str("Text"),
            Self::Image { .. } => f.write_str("Image"),
            Self::Voice { .. } => f.write_str("Voice"),
            Self::Video { .. } => f.write_str("Video"),
            Self::Location { .. } => f.write_str("Location"),
            Self::Link { .. } => f.write_str("Link"),
            Self::MiniProgramPage { .. } => f.write_str("MiniProgramPage"),
            Self::Event(event) => f.debug_tuple("Event").field(event).finish(),
            Self::Other { msg_type } => f.debug_tuple("Other").field(msg_type).finish(),
        }
    }
}
