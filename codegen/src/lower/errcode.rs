//! The enum of errcodes.

use super::markdown::{code, escaped, paragraph};
use crate::item::{AreaVariant, ErrcodeItem, ErrcodeVariant};
use crate::model::{Api, Area, Class, Errcode};

pub(crate) fn errcodes(api: &Api) -> ErrcodeItem {
    ErrcodeItem {
        variants: api.errcodes.iter().map(variant).collect(),
        areas: api.areas.iter().map(area).collect(),
    }
}

fn area(area: &Area) -> AreaVariant {
    let (from, to) = (area.from, area.to);
    AreaVariant {
        name: area.name.clone(),
        from,
        to,
        doc: format!("`{from}` to `{to}`: {}", paragraph(&area.doc)),
    }
}

fn variant(errcode: &Errcode) -> ErrcodeVariant {
    ErrcodeVariant {
        doc: doc(errcode),
        name: errcode.name.clone(),
        code: errcode.code,
        message: errcode.message.clone(),
        meaning: errcode.meaning.clone(),
        remedy: errcode.remedy.clone(),
        class: match errcode.class {
            Class::Token => "Token",
            Class::Busy => "Busy",
            Class::Quota => "Quota",
            Class::Permission => "Permission",
            Class::Argument => "Argument",
            Class::State => "State",
            Class::NotFound => "NotFound",
            Class::Unknown => "Unknown",
        },
    }
}

fn doc(errcode: &Errcode) -> Vec<String> {
    let mut doc = vec![format!("`{}`: {}", errcode.code, escaped(&errcode.meaning)), String::new()];
    if !errcode.message.is_empty() {
        doc.extend([format!("WeChat's words: {}.", code(&errcode.message)), String::new()]);
    }
    doc.push(format!("What to do: {}", escaped(&errcode.remedy)));
    doc
}
