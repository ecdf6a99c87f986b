//! `multipart/form-data`: each field as a part between boundaries.

use bytes::Bytes;

use super::form::{Form, Part, Piece};

/// The pieces of a form in parts, and its content type with the boundary.
pub(super) fn pieces(form: Form) -> (String, Vec<Piece>) {
    // Long and random, so that no content has it.
    let boundary = format!("----wechat-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
    let (mut pieces, mut text) = (Vec::new(), String::new());
    for (name, part) in form.parts {
        text.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(&name)
        ));
        match part {
            Part::Text(value) => text.push_str(&format!("\r\n\r\n{value}\r\n")),
            Part::File(file) => {
                let (name, content_type) = (quoted(file.sent_name()), file.sent_type().to_owned());
                let one_line: String = content_type.chars().filter(|c| !c.is_control()).collect();
                text.push_str(&format!(
                    "; filename=\"{name}\"\r\nContent-Type: {one_line}\r\n\r\n"
                ));
                pieces.push(Piece::Bytes(Bytes::from(std::mem::take(&mut text))));
                pieces.push(Piece::Upload(file));
                text.push_str("\r\n");
            }
        }
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    pieces.push(Piece::Bytes(Bytes::from(text)));
    (format!("multipart/form-data; boundary={boundary}"), pieces)
}

/// A name in quotation marks, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Upload;

    #[test]
    fn parts_in_their_order() {
        let mut form = Form::default();
        form.add("title", &"a \"b\" 云");
        form.add("absent", &None::<String>);
        form.add("size", &5_i64);
        let file = Upload::from_bytes(b"xyz").with_file_name("a\"b\r\n.png");
        form.file("media", &file);
        let (content_type, pieces) = pieces(form);
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Piece::Upload(_) => "<file>".to_owned(),
        };
        let body: String = pieces.iter().map(text).collect();
        let expect = "--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na \"b\" 云\r\n\
             --B\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n5\r\n\
             --B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a%22b%0D%0A.png\"\r\n\
             Content-Type: image/png\r\n\r\n<file>\r\n--B--\r\n";
        assert_eq!(body.replace(boundary, "B"), expect);
    }
}
