#!/usr/bin/env python3
"""Messages as WeChat encrypts them, made without a line of the crate: from the published algorithm, on
the package `cryptography`.

    vectors.py           writes vectors.json
    vectors.py --check   compares vectors.json with what would be written, and opens what is in it
    vectors.py --open    opens messages from stdin, a JSON object on each line, and prints their texts

A message is AES-256-CBC of 16 random bytes, the length of the text in 4 bytes, the text and the appid,
padded to blocks of 32; the key is base64 of 43 characters, the IV its first 16 bytes. The signature is
SHA-1 over token, timestamp, nonce and ciphertext in alphabetical order.
"""

import base64
import hashlib
import json
import pathlib
import re
import struct
import sys
from urllib.parse import parse_qs, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

FILE = pathlib.Path(__file__).with_name("vectors.json")

APPID = "wx0123456789abcdef"
OTHER_APPID = "wxfedcba9876543210"
TOKEN = "verification-token"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
FORMER_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
NOW = 1_800_000_000
NONCE = "348913405"


# --- the algorithm ---------------------------------------------------------------------------------


def aes(key):
    raw = base64.b64decode(key + "=")
    assert len(raw) == 32
    return Cipher(AES(raw), CBC(raw[:16]))


def random_of(name):
    return hashlib.sha256(name.encode()).digest()[:16]


def pad(data, count=None):
    count = 32 - len(data) % 32 if count is None else count
    return data + bytes([count]) * count


def plain(name, text, appid=APPID, length=None):
    length = len(text) if length is None else length
    return random_of(name) + struct.pack(">I", length) + text + appid.encode()


def encrypt(data, key=KEY):
    encryptor = aes(key).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def sign(token, timestamp, nonce, encrypted):
    parts = sorted([token, str(timestamp), nonce, encrypted])
    return hashlib.sha1("".join(parts).encode()).hexdigest()


def query_of(encrypted, timestamp=NOW, nonce=NONCE, token=TOKEN, signature=None):
    signature = sign(token, timestamp, nonce, encrypted) if signature is None else signature
    return urlencode(
        {"timestamp": timestamp, "nonce": nonce, "encrypt_type": "aes", "msg_signature": signature}
    )


def body_of(encrypted, appid=APPID):
    return f"<xml><AppId><![CDATA[{appid}]]></AppId><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"


def decrypt(query, body, token, key, appid):
    """The text of a message or, where there is no query, of a reply; fails when anything is wrong."""
    if body.startswith("{"):
        outer = json.loads(body)
        encrypted = outer["Encrypt"]
    else:
        outer = dict(re.findall(r"<(\w+)>(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?</\1>", body))
        encrypted = re.search(r"<Encrypt><!\[CDATA\[([A-Za-z0-9+/=]+)\]\]></Encrypt>", body)[1]
    if query is None:
        names = {"timestamp": "TimeStamp", "nonce": "Nonce", "msg_signature": "MsgSignature"}
        query = {name: str(outer[theirs]) for name, theirs in names.items()}
    else:
        query = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
    expected = sign(token, query["timestamp"], query["nonce"], encrypted)
    assert query["msg_signature"] == expected, "signature"
    decryptor = aes(key).decryptor()
    data = decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()
    count = data[-1]
    assert len(data) % 32 == 0 and 1 <= count <= 32 and data.endswith(bytes([count]) * count), "padding"
    data = data[:-count]
    (length,) = struct.unpack(">I", data[16:20])
    assert data[20 + length :] == appid.encode(), "appid"
    return data[20 : 20 + length].decode()


# --- events ----------------------------------------------------------------------------------------


def xml(info_type, fields="", appid=APPID, created=NOW):
    return (
        f"<xml><AppId><![CDATA[{appid}]]></AppId><CreateTime>{created}</CreateTime>"
        f"<InfoType><![CDATA[{info_type}]]></InfoType>{fields}</xml>"
    )


def ticket_xml(ticket="ticket@@@made-up", **options):
    field = f"<ComponentVerifyTicket><![CDATA[{ticket}]]></ComponentVerifyTicket>"
    return xml("component_verify_ticket", field, **options)


def authorization_fields(expires):
    return (
        "<AuthorizerAppid>wx1111111111111111</AuthorizerAppid>"
        "<AuthorizationCode>queryauthcode@@@made-up</AuthorizationCode>"
        f"<AuthorizationCodeExpiredTime>{expires}</AuthorizationCodeExpiredTime>"
        "<PreAuthCode>preauthcode@@@made-up</PreAuthCode>"
    )


def authorization(kind):
    return {
        "kind": kind,
        "authorizer_appid": "wx1111111111111111",
        "code": "queryauthcode@@@made-up",
        "code_expires": NOW + 600,
        "pre_auth_code": "preauthcode@@@made-up",
    }


def ticket(text="ticket@@@made-up"):
    return {"kind": "ticket", "ticket": text}


# --- cases -----------------------------------------------------------------------------------------


def good(name, text, event, key=KEY, timestamp=NOW, nonce=NONCE, token=TOKEN):
    encrypted = base64.b64encode(encrypt(pad(plain(name, text.encode())), key)).decode()
    return {
        "name": name,
        "key": key,
        "token": token,
        "random": random_of(name).hex(),
        "timestamp": timestamp,
        "nonce": nonce,
        "xml": text,
        "query": query_of(encrypted, timestamp, nonce, token),
        "body": body_of(encrypted),
        "event": event,
    }


def good_cases():
    yield good("a ticket", ticket_xml(), ticket())
    fields = authorization_fields(NOW + 600)
    yield good("authorized", xml("authorized", fields), authorization("authorized"))
    yield good("updated", xml("updateauthorized", fields), authorization("updated"))
    fields = authorization_fields(600)
    yield good("expiry as a duration", xml("authorized", fields), authorization("authorized"))
    fields = "<AuthorizerAppid>wx1</AuthorizerAppid><AuthorizationCode>c</AuthorizationCode>"
    bare = {"kind": "authorized", "authorizer_appid": "wx1", "code": "c"}
    bare |= {"code_expires": None, "pre_auth_code": None}
    yield good("authorized, in short", xml("authorized", fields), bare)
    for expires in ["soon", "-1", "99999999999999999999"]:
        text = fields + f"<AuthorizationCodeExpiredTime>{expires}</AuthorizationCodeExpiredTime>"
        yield good(f"expiry {expires}", xml("authorized", text), bare)
    fields = "<AuthorizerAppid>wx1111111111111111</AuthorizerAppid>"
    event = {"kind": "unauthorized", "authorizer_appid": "wx1111111111111111"}
    yield good("unauthorized", xml("unauthorized", fields), event)
    yield good("fields that nobody knows", xml("unauthorized", fields + "<New>1</New>"), event)
    fields = "<authorizer_appid>wx1</authorizer_appid><info><name><![CDATA[名&称]]></name><code/></info>"
    event = {"kind": "other", "info_type": "notify_apply_icpfiling_result"}
    event["fields"] = [
        ["AppId", APPID],
        ["CreateTime", str(NOW)],
        ["InfoType", "notify_apply_icpfiling_result"],
        ["authorizer_appid", "wx1"],
        ["info/name", "名&称"],
        ["info/code", ""],
    ]
    yield good("an event of another type", xml("notify_apply_icpfiling_result", fields), event)
    fields = "<appid>wx1</appid><status>0</status><auth_code>code-1</auth_code><msg>OK</msg>"
    event = {"kind": "registered", "which": "Regular", "appid": "wx1", "status": 0, "code": "code-1"}
    info = "<info><name><![CDATA[名]]></name></info>"
    yield good("a registration", xml("notify_third_fasteregister", fields + info), event)
    event = {"kind": "registered", "which": "Trial", "appid": None, "status": 86003, "code": None}
    fields = "<appid></appid><status>86003</status>"
    yield good("a failed one on trial", xml("notify_third_fastregisterbetaapp", fields), event)
    event = {"kind": "registered", "which": "TrialEnded", "appid": None, "status": None, "code": None}
    yield good("one without anything", xml("notify_third_fastverifybetaapp"), event)
    # Every length of padding, by lengths of the text.
    for extra in range(32):
        text = "t" * (extra + 1)
        yield good(f"a ticket of {extra + 1} letters", ticket_xml(text), ticket(text))
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<xml>
  <InfoType> component_verify_ticket </InfoType>
  <ComponentVerifyTicket>
    <![CDATA[ticket@@@<&]]>&lt;&#x41;&#66;
  </ComponentVerifyTicket>
  <CreateTime> {NOW} </CreateTime>
  <AppId>{APPID}</AppId>
</xml>
"""
    yield good("another order, white space, references", text, ticket("ticket@@@<&<AB"))
    yield good("a long text", ticket_xml("长" * 1000), ticket("长" * 1000))
    yield good("a former key", ticket_xml(), ticket(), key=FORMER_KEY)
    # 4 spellings of the last character are one key: its low bits have no room in 32 bytes.
    for last in "GHEF":
        key = KEY[:-1] + last
        yield good(f"a key that ends with {last}", ticket_xml(), ticket(), key=key)
    for nonce in ["1", "2000000000", "zzzz", "!", "a&=+%", "N" * 64]:
        yield good(f"nonce {nonce}", ticket_xml(), ticket(), nonce=nonce)
    yield good("another token", ticket_xml(), ticket(), token="0")
    for off in [-600, 600]:
        name = f"sent {off} seconds from now"
        yield good(name, ticket_xml(), ticket(), timestamp=NOW + off)
    for off in [-3600, 3600]:
        name = f"created {off} seconds from the time of sending"
        yield good(name, ticket_xml(created=NOW + off), ticket())


def bad(name, error, data=None, encrypted=None, body=None, query=None, key=KEY, **options):
    # What can be seen from outside, without the key: whether there is something to decrypt at all.
    whole = encrypted is None and body is None
    if encrypted is None:
        encrypted = base64.b64encode(encrypt(data, key)).decode()
    body = body_of(encrypted) if body is None else body
    body = body.encode() if isinstance(body, str) else body
    query = query_of(encrypted, **options) if query is None else query
    return {"name": name, "error": error, "whole": whole, "query": query, "body_hex": body.hex()}


def text_case(name, error, text):
    text = text.encode() if isinstance(text, str) else text
    return bad(name, error, pad(plain(name, text)))


def signature_cases(data, encrypted):
    yield bad("another token", "signature", data, token="verification-tokem")
    yield bad("no token", "signature", data, token="")
    other = hashlib.sha1("".join(sorted([TOKEN, str(NOW), NONCE])).encode()).hexdigest()
    yield bad("the signature without the body", "signature", data, signature=other)
    right = sign(TOKEN, NOW, NONCE, encrypted)
    yield bad("upper case", "signature", data, signature=right.upper())
    yield bad("of another message", "signature", encrypted=encrypted[4:], signature=right)


# The undecryptable ones are of the same length, so that their cost can be compared.
def encryption_cases(text, data):
    undecryptable = "undecryptable"
    yield bad("another key", undecryptable, data, key=FORMER_KEY[::-1])
    unpadded = plain("bad", text)
    count = 32 - len(unpadded) % 32
    assert 2 < count < 31, "room for wrong paddings"
    yield bad("padding of 0", undecryptable, unpadded + bytes(count))
    yield bad("padding of 33", undecryptable, unpadded + bytes([33]) * count)
    yield bad("padding one less than there is", undecryptable, unpadded + bytes([count - 1]) * count)
    yield bad("padding one more than there is", undecryptable, unpadded + bytes([count + 1]) * count)
    yield bad("first byte of padding", undecryptable, unpadded + b"\1" + bytes([count]) * (count - 1))
    yield bad("last byte of padding", undecryptable, unpadded + bytes([count]) * (count - 1) + b"\1")
    for length in [0, len(text) - 1, len(text) + 1, len(text) + len(APPID), 2**31, 2**32 - 1]:
        wrong = pad(plain("bad", text, length=length))
        yield bad(f"length {length} instead of {len(text)}", undecryptable, wrong)
    yield bad("appid of another platform", undecryptable, pad(plain("bad", text, OTHER_APPID)))
    yield bad("first letter of the appid", undecryptable, pad(plain("bad", text, "W" + APPID[1:])))
    yield bad("last letter of the appid", undecryptable, pad(plain("bad", text, APPID[:-1] + "F")))
    yield bad("appid cut short", undecryptable, pad(plain("bad", text, APPID[:-1])))
    yield bad("no appid", undecryptable, pad(plain("bad", text, "")))
    yield bad("appid with more", undecryptable, pad(plain("bad", text, APPID + "0")))
    for size in [0, 1, 15, 16, 32, 48]:
        cut = base64.b64encode(encrypt(data)[:size]).decode()
        error = "unreadable" if size == 0 else undecryptable
        yield bad(f"cut to {size} bytes", error, encrypted=cut)
    for size in [1, 16, 32]:
        cut = base64.b64encode(encrypt(data)[:-size]).decode()
        yield bad(f"the last {size} bytes cut off", undecryptable, encrypted=cut)
    encrypted = base64.b64encode(encrypt(data)).decode()
    yield bad("base64 without the end", undecryptable, encrypted=encrypted[:-1])
    yield bad("base64 with a line break", undecryptable, encrypted=encrypted[:76] + "\n" + encrypted[76:])
    yield bad("base64 for addresses", undecryptable, encrypted="-" + encrypted[1:])
    yield bad("no base64", undecryptable, encrypted="*" * len(encrypted))


def outer_cases(data, encrypted):
    unreadable = "unreadable"
    other = body_of(encrypted, OTHER_APPID)
    yield bad("the body names another platform", "other_platform", data, body=other)
    field = f"<Encrypt>{encrypted}</Encrypt>"
    bodies = {
        "an empty body": "",
        "no XML": "success",
        "JSON": json.dumps({"Encrypt": encrypted}),
        "no Encrypt": f"<xml><AppId>{APPID}</AppId></xml>",
        "two Encrypt": f"<xml>{field}{field}</xml>",
        "two AppId": f"<xml><AppId>{APPID}</AppId><AppId>{APPID}</AppId>{field}</xml>",
        "Encrypt in a group": f"<xml><group>{field}</group></xml>",
        "Encrypt in Encrypt": f"<xml><Encrypt>{field}</Encrypt></xml>",
        "another root": f"<html>{field}</html>",
        "two roots": f"<xml>{field}</xml><xml></xml>",
        "text after the root": f"<xml>{field}</xml>more",
        "text before the root": f"more<xml>{field}</xml>",
        "text between elements": f"<xml>more{field}</xml>",
        "cut short": f"<xml>{field}",
        "crossed tags": f"<xml><a><b></a></b>{field}</xml>",
        "an end without a start": f"<xml></a>{field}</xml>",
        "an attribute": f'<xml><Encrypt a="b">{encrypted}</Encrypt></xml>',
        "a comment": f"<xml><!-- c -->{field}</xml>",
        "a comment that splits Encrypt": f"<xml><Encrypt>{encrypted[:8]}<!---->{encrypted[8:]}</Encrypt></xml>",
        "an instruction": f"<xml><?php echo 1 ?>{field}</xml>",
        "a document type": f"<!DOCTYPE xml>\n<xml>{field}</xml>",
        "an entity": f'<!DOCTYPE xml [<!ENTITY e "{encrypted}">]><xml><Encrypt>&e;</Encrypt></xml>',
        "a file": '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>',
        "an entity that nobody declared": f"<xml><Encrypt>&e;{encrypted}</Encrypt></xml>",
        "the character 0": f"<xml><a>&#0;</a>{field}</xml>",
        "another encoding": f'<?xml version="1.0" encoding="GBK"?><xml>{field}</xml>',
        "a declaration inside": f'<xml><?xml version="1.0" encoding="UTF-8"?>{field}</xml>',
        "too deep": "<xml>" + "<a>" * 6 + "</a>" * 6 + f"{field}</xml>",
        "too many": "<xml>" + "<a/>" * 256 + f"{field}</xml>",
        "billions": "<xml>" + "<a>" * 2000,
        "no UTF-8": f"<xml>{field}<a>\u00e9</a></xml>".encode("latin-1"),
        "UTF-16": f"<xml>{field}</xml>".encode("utf-16"),
    }
    for name, body in bodies.items():
        yield bad(name, unreadable, data, body=body)


def inner_cases():
    yield text_case("for another platform", "other_platform", ticket_xml(appid=OTHER_APPID))
    whole = ticket_xml()
    texts = {
        "an empty message": "",
        "no InfoType": "<xml><AppId>" + APPID + f"</AppId><CreateTime>{NOW}</CreateTime></xml>",
        "no ticket": xml("component_verify_ticket"),
        "an empty ticket": ticket_xml(""),
        "two tickets": whole.replace("</xml>", "<ComponentVerifyTicket>x</ComponentVerifyTicket></xml>"),
        "two InfoType": whole.replace("</xml>", "<InfoType>unauthorized</InfoType></xml>"),
        "two AppId": whole.replace("</xml>", f"<AppId>{APPID}</AppId></xml>"),
        "two CreateTime": whole.replace("</xml>", f"<CreateTime>{NOW}</CreateTime></xml>"),
        "no AppId": whole.replace("AppId", "Appid"),
        "no CreateTime": whole.replace("CreateTime", "Time"),
        "CreateTime in words": ticket_xml(created="today"),
        "CreateTime with a sign": ticket_xml(created=f"+{NOW}"),
        "CreateTime beyond all clocks": ticket_xml(created=2**64 - 1),
        "authorized without a code": xml("authorized", "<AuthorizerAppid>wx1</AuthorizerAppid>"),
        "authorized without an account": xml("authorized", "<AuthorizationCode>c</AuthorizationCode>"),
        "unauthorized without an account": xml("unauthorized"),
        "an entity": '<!DOCTYPE xml [<!ENTITY e "x">]>' + whole,
        "no UTF-8": whole.encode() + b"\xff",
        "cut short": whole[:-1],
    }
    for name, text in texts.items():
        yield text_case(f"{name}, decrypted", "unreadable", text)


def time_cases(data, encrypted):
    yield bad("sent too long ago", "too_old", data, timestamp=NOW - 601)
    yield bad("sent in the future", "too_new", data, timestamp=NOW + 601)
    yield text_case("created too long ago", "too_old", ticket_xml(created=NOW - 3601))
    yield text_case("created in the future", "too_new", ticket_xml(created=NOW + 3601))
    # A message of long ago, whose nonce is today's time. The signature does not tell them apart.
    old = NOW - 1_000_000
    encrypted = base64.b64encode(encrypt(pad(plain("old", ticket_xml(created=old).encode())))).decode()
    signature = sign(TOKEN, old, str(NOW), encrypted)
    query = query_of(encrypted, timestamp=NOW, nonce=str(old), signature=signature)
    yield bad("timestamp and nonce exchanged", "too_old", encrypted=encrypted, query=query)


def bad_cases():
    text = ticket_xml("ticket@@@made-up-and-longer").encode()
    data = pad(plain("bad", text))
    encrypted = base64.b64encode(encrypt(data)).decode()
    yield from signature_cases(data, encrypted)
    yield from encryption_cases(text, data)
    yield from outer_cases(data, encrypted)
    yield from inner_cases()
    yield from time_cases(data, encrypted)


# --- messages of accounts --------------------------------------------------------------------------

ACCOUNT = "gh_0123456789ab"
OPENID = "oABC-1a2b3c"


def message_xml(fields, created=NOW):
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
        f"<FromUserName><![CDATA[{OPENID}]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime>{fields}</xml>"
    )


def message_json(**fields):
    head = {"ToUserName": ACCOUNT, "FromUserName": OPENID, "CreateTime": NOW}
    return json.dumps(head | fields, ensure_ascii=False)


def message(name, text, kind):
    encrypted = base64.b64encode(encrypt(pad(plain(name, text.encode())))).decode()
    if text.startswith("{"):
        body = json.dumps({"Encrypt": encrypted, "ToUserName": ACCOUNT}, separators=(",", ":"))
    else:
        body = f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
        body += f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    case = {"name": name, "random": random_of(name).hex(), "text": text, "kind": kind}
    return case | {"query": query_of(encrypted), "body": body}


def typed(msg_type, fields=""):
    return f"<MsgType><![CDATA[{msg_type}]]></MsgType>{fields}<MsgId>22876340532172986</MsgId>"


def happened(event, fields=""):
    return f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>{fields}"


def message_cases():
    content = "<Content><![CDATA[你好 <&]]></Content>"
    yield message("text", message_xml(typed("text", content)), "Text 你好 <&")
    as_json = message_json(MsgType="text", Content="你好", MsgId=22876340532172986)
    yield message("text in JSON", as_json, "Text 你好")
    fields = "<PicUrl><![CDATA[http://a/b]]></PicUrl><MediaId>m</MediaId>"
    yield message("image", message_xml(typed("image", fields)), "Image http://a/b m")
    fields = "<MediaId>m</MediaId><Format>amr</Format>"
    yield message("voice", message_xml(typed("voice", fields)), "Voice m amr ")
    fields = "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>"
    yield message("video", message_xml(typed("video", fields)), "Video m t false")
    yield message("shortvideo", message_xml(typed("shortvideo", fields)), "Video m t true")
    fields = "<Location_X>23.10</Location_X><Location_Y>113.32</Location_Y><Scale>20</Scale><Label>l</Label>"
    yield message("location", message_xml(typed("location", fields)), "Location 23.10 113.32 20 l")
    fields = "<Title>t</Title><Description>d</Description><Url>u</Url>"
    yield message("link", message_xml(typed("link", fields)), "Link t d u")
    page = {"Title": "t", "AppId": "wx1", "PagePath": "p", "ThumbUrl": "u", "ThumbMediaId": "m"}
    as_json = message_json(MsgType="miniprogrampage", MsgId=1, **page)
    yield message("page", as_json, "MiniProgramPage t wx1 p u m")
    yield message("no type", message_xml(typed("hologram", "<A>1</A>")), "Other hologram")
    yield message("empty text", message_xml(typed("text")), "Text ")
    key = "<EventKey>qrscene_1</EventKey><Ticket>t</Ticket>"
    yield message("subscribe", message_xml(happened("subscribe", key)), "Event Subscribe qrscene_1 t")
    yield message("unsubscribe", message_xml(happened("unsubscribe")), "Event Unsubscribe")
    yield message("scan", message_xml(happened("SCAN", key)), "Event Scan qrscene_1 t")
    place = "<Latitude>1.10</Latitude><Longitude>2</Longitude><Precision>3</Precision>"
    yield message("place", message_xml(happened("LOCATION", place)), "Event Location 1.10 2 3")
    yield message("click", message_xml(happened("CLICK", key)), "Event Click qrscene_1")
    yield message("view", message_xml(happened("VIEW", key)), "Event View qrscene_1")
    as_json = message_json(MsgType="event", Event="user_enter_tempsession", SessionFrom="s")
    yield message("session", as_json, "Event EnterSession s")
    fields = f"<SuccTime>{NOW - 9}</SuccTime>"
    yield message("passed", message_xml(happened("weapp_audit_success", fields)), "Event AuditPassed -9")
    fields = f"<Reason>r</Reason><FailTime>{NOW - 9}</FailTime><ScreenShot>a|b</ScreenShot>"
    yield message("failed", message_xml(happened("weapp_audit_fail", fields)), "Event AuditFailed r -9 a|b")
    fields = f"<Reason>r</Reason><DelayTime>{NOW - 9}</DelayTime>"
    yield message("delayed", message_xml(happened("weapp_audit_delay", fields)), "Event AuditDelayed r -9")
    fields = "<ret>3</ret><nickname>n</nickname>"
    yield message("name", message_xml(happened("wxa_nickname_audit", fields)), "Event NameAudited true n ")
    fields = "<ret>2</ret><nickname>n</nickname><reason>r</reason>"
    yield message("no name", message_xml(happened("wxa_nickname_audit", fields)), "Event NameAudited false n r")
    yield message("no type of event", message_xml(happened("hologram")), "Event Other hologram")


def reply(name, is_json, text):
    encrypted = base64.b64encode(encrypt(pad(plain(name, text.encode())))).decode()
    signature = sign(TOKEN, NOW, NONCE, encrypted)
    if is_json:
        fields = {"Encrypt": encrypted, "MsgSignature": signature, "Nonce": NONCE, "TimeStamp": NOW}
        body = json.dumps(fields, separators=(",", ":"))
    else:
        body = f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]>"
        body += f"</MsgSignature><TimeStamp>{NOW}</TimeStamp><Nonce><![CDATA[{NONCE}]]></Nonce></xml>"
    return {"name": name, "json": is_json, "random": random_of(name).hex(), "text": text, "body": body}


def reply_xml(fields):
    return (
        f"<xml><ToUserName><![CDATA[{OPENID}]]></ToUserName>"
        f"<FromUserName><![CDATA[{ACCOUNT}]]></FromUserName>"
        f"<CreateTime>{NOW}</CreateTime>{fields}</xml>"
    )


def reply_cases():
    text = "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content>"
    yield reply("text hello", False, reply_xml(text % "hello"))
    yield reply("text 你好 <&", False, reply_xml(text % "你好 <&"))
    yield reply("text a]]>b", False, reply_xml(text % "a]]]]><![CDATA[>b"))
    image = "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image>"
    yield reply("image m", False, reply_xml(image))
    service = "<MsgType><![CDATA[transfer_customer_service]]></MsgType>"
    yield reply("service", False, reply_xml(service))
    account = "<TransInfo><KfAccount><![CDATA[a@b]]></KfAccount></TransInfo>"
    yield reply("service a@b", False, reply_xml(service + account))
    fields = {"ToUserName": OPENID, "FromUserName": ACCOUNT, "CreateTime": NOW}
    fields["MsgType"] = "transfer_customer_service"
    as_json = json.dumps(fields, separators=(",", ":"), sort_keys=True)
    yield reply("service in JSON", True, as_json)


# --- the command -----------------------------------------------------------------------------------


def generate():
    vectors = {
        "component_appid": APPID,
        "now": NOW,
        "token": TOKEN,
        "key": KEY,
        "good": list(good_cases()),
        "bad": list(bad_cases()),
        "messages": list(message_cases()),
        "replies": list(reply_cases()),
    }
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


def check():
    text = FILE.read_text()
    if text != generate():
        sys.exit("vectors.json differs from what vectors.py makes; run vectors.py")
    vectors = json.loads(text)
    for case in vectors["good"]:
        arguments = case["query"], case["body"], case["token"], case["key"]
        assert decrypt(*arguments, vectors["component_appid"]) == case["xml"], case["name"]
    for case in vectors["messages"]:
        text = decrypt(case["query"], case["body"], TOKEN, KEY, APPID)
        assert text == case["text"], case["name"]
    for case in vectors["replies"]:
        assert decrypt(None, case["body"], TOKEN, KEY, APPID) == case["text"], case["name"]
    print(f"vectors.json is as made: {len(vectors['good'])} good and {len(vectors['bad'])} bad messages")


def open_lines():
    for line in sys.stdin:
        print(json.dumps(decrypt(**json.loads(line))))


def main(arguments):
    match arguments:
        case []:
            FILE.write_text(generate())
        case ["--check"]:
            check()
        case ["--open"]:
            open_lines()
        case _:
            sys.exit(__doc__)


main(sys.argv[1:])
