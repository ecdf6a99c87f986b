//! The table. A line says: name, id, step of the version; what it does to Rust code, to the wire and
//! to behaviour; whether it can be the vendor's doing; then what has changed, and who notices.

use super::{Bump, Effect, Row, Whose};

rules! {
    EndpointAdded "endpoint-added" Minor [Adds None None] Vendor
        "the endpoint {name} is new", "There is a method and a module more.";
    EndpointRemoved "endpoint-removed" Major [Breaks None None] Vendor
        "the endpoint {name} is gone", "Code that calls it, or names its module, no longer compiles.";
    EndpointRenamed "endpoint-renamed" Major [Breaks None None] Vendor
        "the endpoint {old} is now {new}", "Its method and its module have another name.";
    VendorNameChanged "vendor-name-changed" Patch [Docs None None] Vendor
        "the vendor's name of {name} was {old} and is {new}", "Docs and errors show the new name.";
    SectionChanged "section-changed" Patch [Docs None None] Ours
        "{name} moved from section {old} to {new}", "Only `Endpoint::section` says so.";
    SummaryChanged "summary-changed" Patch [Docs None None] Ours
        "the summary of {name} was {old} and is {new}", "Readers of the docs.";
    NotesChanged "notes-changed" Patch [Docs None None] Ours
        "the notes of {name} changed from {old} to {new}", "Readers of the docs.";
    FormerNameChanged "former-name-changed" Patch [Docs None None] Ours
        "the former name of {name} was {old} and is {new}", "Readers of the docs.";
    PathChanged "path-changed" Minor [Docs Changes None] Vendor
        "the path of {name} was {old} and is {new}", "The same call goes to another address.";
    OldPathAdded "old-path-added" Patch [Docs None Changes] Vendor
        "{name} is still served at {new}", "The mock serves it too.";
    OldPathRemoved "old-path-removed" Patch [Docs None Changes] Vendor
        "{name} is no longer documented to be served at {old}", "The mock no longer serves it.";
    HostsChanged "hosts-changed" Minor [Docs Changes None] Vendor
        "the hosts of {name} were {old} and are {new}", "The same call goes to another host, unless the client has base URLs of its own.";
    MethodChanged "method-changed" Minor [Docs Changes None] Vendor
        "the method of {name} was {old} and is {new}", "The same call is sent with another method.";
    TokenAccepted "token-accepted" Minor [Adds None None] Vendor
        "{name} takes one more kind of token, {new}", "Clients with such a token can make the call.";
    TokenRefused "token-refused" Major [Breaks None None] Vendor
        "{name} no longer takes the token {old}", "A call on a client with such a token no longer compiles.";
    TokenNeeded "token-needed" Major [Breaks Changes None] Vendor
        "{name} took no token and takes {new}", "The method is bound by `Accepted`; a token is sent.";
    TokenDropped "token-dropped" Major [Breaks Changes None] Vendor
        "{name} took {old} and takes no token", "The trait `Accepted` of its module is gone; no token is sent.";
    TokenFieldChanged "token-field-changed" Minor [Docs Changes None] Vendor
        "the token of {name} travelled as {old} and travels as {new}", "The same call has another query string.";
    RequestBodyChanged "request-body-changed" Minor [Docs Changes None] Vendor
        "the body of a request of {name} was {old} and is {new}", "The same call sends a body of another kind.";
    ResponseBodyChanged "response-body-changed" Major [Breaks Changes None] Vendor
        "a response of {name} was {old} and is {new}", "Its `Response` has other members: bytes have a `content`.";
    RequestWrapperChanged "request-wrapper-changed" Minor [None Changes None] Vendor
        "the wrapper of the request of {name} was {old} and is {new}", "The same call sends another body.";
    ResponseWrapperChanged "response-wrapper-changed" Minor [None Changes None] Vendor
        "the wrapper of the response of {name} was {old} and is {new}", "Responses are read from another field.";
    ErrcodeOnSuccessNeeded "errcode-on-success-needed" Minor [Docs None Changes] Vendor
        "whether a success of {name} has an errcode was {old} and is {new}", "A response without an errcode was a success, and is an error.";
    ErrcodeOnSuccessNotNeeded "errcode-on-success-not-needed" Minor [Docs None Changes] Vendor
        "whether a success of {name} has an errcode was {old} and is {new}", "A response without an errcode was an error, and may be a success.";
    ErrcodeFieldChanged "errcode-field-changed" Minor [Docs None Changes] Vendor
        "the errcode of {name} was at {old} and is at {new}", "Whether a call failed is read from another field.";
    ErrmsgFieldChanged "errmsg-field-changed" Minor [Docs None Changes] Vendor
        "the errmsg of {name} was at {old} and is at {new}", "The text of an error is read from another field.";
    PermissionSetListed "permission-set-listed" Patch [Docs None None] Vendor
        "{name} is granted by permission set {new} too", "Readers of the docs, and of `Endpoint::permission_sets`.";
    PermissionSetDelisted "permission-set-delisted" Patch [Docs None None] Vendor
        "{name} is no longer granted by permission set {old}", "Readers of the docs, and of `Endpoint::permission_sets`.";
    CloudCallChanged "cloud-call-changed" Patch [Docs None None] Vendor
        "the cloud call of {name} was {old} and is {new}", "Readers of the docs, and of `Endpoint::cloud_call`.";
    BecameIdempotent "became-idempotent" Major [Docs None Changes] Ours
        "whether {name} is idempotent was {old} and is {new}", "The client now retries a call that it sent once: what costs money may be done twice.";
    NoLongerIdempotent "no-longer-idempotent" Minor [Docs None Changes] Ours
        "whether {name} is idempotent was {old} and is {new}", "The client returns an error where it retried the call.";
    IdempotentByField "idempotent-by-field" Major [Docs None Changes] Ours
        "the field by which {name} is idempotent was {old} and is {new}", "The client now retries a call that has the field and that it sent once: what costs money may be done twice.";
    NoLongerIdempotentByField "no-longer-idempotent-by-field" Minor [Docs None Changes] Ours
        "the field by which {name} is idempotent was {old} and is {new}", "The client returns an error where it retried a call that has the field.";
    StatusDeprecated "status-deprecated" Minor [Changes None None] Vendor
        "the status of {name} was {old} and is {new}", "Calling it gives a warning, which some builds treat as an error.";
    StatusChanged "status-changed" Patch [Docs None None] Vendor
        "the status of {name} was {old} and is {new}", "Readers of the docs, and of `Endpoint::status`.";
    ErrcodeListed "errcode-listed" Patch [Docs None None] Vendor
        "{name} may respond with errcode {new}", "Readers of the docs, and of `Endpoint::errcodes`.";
    ErrcodeDelisted "errcode-delisted" Patch [Docs None None] Vendor
        "{name} is no longer documented to respond with errcode {old}", "Readers of the docs, and of `Endpoint::errcodes`.";
    WaitAdded "wait-added" Minor [Adds None None] Ours
        "the wait {name} is new: {new}", "There is one more function in the endpoint's module.";
    WaitRemoved "wait-removed" Major [Breaks None None] Ours
        "the wait {name} is gone; it was {old}", "Code that waits for it no longer compiles.";
    WaitDocChanged "wait-doc-changed" Patch [Docs None None] Ours
        "the words about the wait {name} were {old} and are {new}", "Readers of the docs and of errors.";
    WaitItemsChanged "wait-items-changed" Major [Breaks None Changes] Vendor
        "the wait {name} looked into {old} and looks into {new}", "It gives another item.";
    WaitArgumentsChanged "wait-arguments-changed" Major [Breaks None Changes] Vendor
        "the arguments of the wait {name} were {old} and are {new}", "Its function takes others, or compares them with another field.";
    WaitSuccessChanged "wait-success-changed" Major [Docs None Changes] Vendor
        "what the wait {name} waits for was {old} and is {new}", "It may end sooner than before, or never.";
    WaitFailureAdded "wait-failure-added" Minor [Docs None Changes] Vendor
        "the wait {name} fails with {new} too", "A state that was waited out until the deadline is an error at once.";
    WaitFailureRemoved "wait-failure-removed" Minor [Docs None Changes] Vendor
        "the wait {name} no longer fails with {old}", "A state that was an error is waited out.";
    WaitReasonChanged "wait-reason-changed" Patch [Docs None Changes] Vendor
        "the reason of a failure of the wait {name} was {old} and is {new}", "Its error says something else.";
    WaitAbsentChanged "wait-absent-changed" Major [Breaks None Changes] Vendor
        "what absence means for the wait {name} was {old} and is {new}", "It may end otherwise; and with success as its meaning, there may be no item.";
    WaitDelayChanged "wait-delay-changed" Minor [Docs None Changes] Ours
        "the delay of the wait {name} was {old} and is {new}", "It polls more often, or less.";
    PagesAdded "pages-added" Minor [Adds None None] Ours
        "the list of {name} comes in pages: {new}", "Its calls have `pages` and `items`.";
    PagesRemoved "pages-removed" Major [Breaks None None] Vendor
        "the list of {name} no longer comes in pages; it was {old}", "Code that calls `pages` or `items` no longer compiles.";
    PagesItemsChanged "pages-items-changed" Major [Breaks None Changes] Vendor
        "the paged list of {name} was {old} and is {new}", "`items` gives other items.";
    PagesPositionChanged "pages-position-changed" Major [Docs Changes Changes] Vendor
        "the next page of {name} was asked for by {old} and is by {new}", "The same code sends another field, or reads on elsewhere.";
    PagesSizeAdded "pages-size-added" Patch [Docs None Changes] Ours
        "the size of a page of {name} is set by {new}", "Readers of the docs; the mock makes pages of that size.";
    PagesSizeChanged "pages-size-changed" Major [Docs None Changes] Vendor
        "the size of a page of {name} was set by {old} and is by {new}", "Callers who set the old field get pages of another size.";
    PagesEndChanged "pages-end-changed" Minor [Docs None Changes] Vendor
        "what tells the last page of {name} was {old} and is {new}", "Lists may end elsewhere.";
    SampleRequestChanged "sample-request-changed" Patch [Docs None None] Vendor
        "the sample of the request of {name} changed: {old} became {new}", "The example in the docs.";
    SampleResponseChanged "sample-response-changed" Patch [Docs None Changes] Vendor
        "the sample of the response of {name} changed: {old} became {new}", "The mock's response.";
    SourceAdded "source-added" Patch [Docs None None] Ours
        "{name} has one more source, {new}", "Readers of the docs.";
    SourceRemoved "source-removed" Patch [Docs None None] Ours
        "{name} lost the source {old}", "Readers of the docs.";
    SourceReadAgain "source-read-again" Patch [Docs None None] Ours
        "a source of {name} was read on {old} and is read on {new}", "Readers of the docs.";
    CorrectionAdded "correction-added" Patch [Docs None None] Ours
        "a correction of {name} is new: {new}", "Readers of the docs.";
    CorrectionRemoved "correction-removed" Patch [Docs None None] Ours
        "a correction of {name} is gone: {old}", "Readers of the docs.";
    CorrectionChanged "correction-changed" Patch [Docs None None] Ours
        "a correction of {name} changed from {old} to {new}", "Readers of the docs.";

    RequestFieldAddedRequired "request-field-added-required" Major [Breaks Changes None] Vendor
        "the field {name} is new: {new}", "`new` takes one more.";
    RequestFieldAddedOptional "request-field-added-optional" Minor [Adds None None] Vendor
        "the field {name} is new: {new}", "There is one more field, and a method `with_` for it.";
    RequestFieldAddedFixed "request-field-added-fixed" Minor [Docs Changes None] Vendor
        "the field {name} is new: {new}", "It is always sent; it is not visible in Rust.";
    RequestFieldRemoved "request-field-removed" Major [Breaks Changes None] Vendor
        "the field {name} is gone; it was {old}", "Code that sets it no longer compiles.";
    RequestFieldRemovedFixed "request-field-removed-fixed" Minor [Docs Changes None] Vendor
        "the field {name} is gone; it was {old}", "It is no longer sent; it was not visible in Rust.";
    ResponseFieldAddedEssential "response-field-added-essential" Minor [Adds None Changes] Vendor
        "the field {name} is new: {new}", "A response without it was read, and is an error.";
    ResponseFieldAddedRequired "response-field-added-required" Minor [Adds None None] Vendor
        "the field {name} is new: {new}", "There is one more field to read; where it is absent it is empty, which is logged.";
    ResponseFieldAddedOptional "response-field-added-optional" Minor [Adds None None] Vendor
        "the field {name} is new: {new}", "There is one more field to read.";
    ResponseFieldRemoved "response-field-removed" Major [Breaks None None] Vendor
        "the field {name} is gone; it was {old}", "Code that reads it no longer compiles.";
    FieldRenamed "field-renamed" Major [Breaks Changes None] Vendor
        "the field {old} is now {name}", "Its name in Rust changed.";
    FieldWireNameChanged "field-wire-name-changed" Minor [Docs Changes None] Vendor
        "the field {name} travelled as {old} and travels as {new}", "The same code sends or reads another name.";
    FieldRustNameChanged "field-rust-name-changed" Major [Breaks None None] Ours
        "the field {name} was {old} in Rust and is {new}", "Its name in Rust changed.";
    FieldTypeWidened "field-type-widened" Major [Breaks Changes None] Vendor
        "the type of {name} was {old} and is {new}, which takes more", "The type in Rust is another one; what was sent still may be.";
    FieldTypeNarrowed "field-type-narrowed" Major [Breaks Changes None] Vendor
        "the type of {name} was {old} and is {new}, which takes less", "The type in Rust is another one; not all that was sent still may be.";
    FieldTypeChanged "field-type-changed" Major [Breaks Changes None] Vendor
        "the type of {name} was {old} and is {new}", "The type in Rust is another one.";
    FieldListDepthChanged "field-list-depth-changed" Major [Breaks Changes None] Vendor
        "the type of {name} was {old} and is {new}", "The type in Rust is another one: a list, or none, or one of lists.";
    FieldTextChanged "field-text-changed" Minor [None Changes None] Vendor
        "the field {name} travelled as {old} and travels as {new}", "The same code sends or reads it in another form.";
    FieldMadeSecret "field-made-secret" Major [Breaks None Changes] Ours
        "the field {name} was {old} and is {new}", "Its type in Rust is `Secret`, and nothing prints it any more.";
    FieldMadePublic "field-made-public" Major [Breaks None Changes] Ours
        "the field {name} was {old} and is {new}", "Its type in Rust is `String`, and `Debug` prints it.";
    RequestFieldBecameOptional "request-field-became-optional" Major [Breaks None None] Vendor
        "the field {name} was {old} and is {new}", "`new` takes one argument less, and the field is an `Option`.";
    RequestFieldBecameRequired "request-field-became-required" Major [Breaks Changes None] Vendor
        "the field {name} was {old} and is {new}", "`new` takes one more argument, and `with_` is gone.";
    ResponseFieldBecameOptional "response-field-became-optional" Major [Breaks None Changes] Vendor
        "the field {name} was {old} and is {new}", "The field is an `Option`, and `None` where it was empty.";
    ResponseFieldBecameRequired "response-field-became-required" Major [Breaks None Changes] Vendor
        "the field {name} was {old} and is {new}", "The field is no longer an `Option`; where it is absent it is empty, which is logged.";
    ResponseListRequiredChanged "response-list-required-changed" Patch [None None None] Vendor
        "the field {name} was {old} and is {new}", "An absent list is empty and absent JSON is `null`, required or not; only the log differs.";
    FieldBecameEssential "field-became-essential" Minor [Docs None Changes] Ours
        "the field {name} was {old} and is {new}", "A response without it was read, and is an error.";
    FieldNoLongerEssential "field-no-longer-essential" Minor [Docs None Changes] Ours
        "the field {name} was {old} and is {new}", "A response without it was an error, and is read.";
    FieldBecameFixed "field-became-fixed" Major [Breaks Changes None] Vendor
        "the field {name} was {old} and is {new}", "Code that sets it no longer compiles; it is always sent with this value.";
    FieldNoLongerFixed "field-no-longer-fixed" Major [Breaks Changes None] Vendor
        "the field {name} was {old} and is {new}", "`new` takes one more argument.";
    FieldFixedBecameOptional "field-fixed-became-optional" Minor [Adds Changes None] Vendor
        "the field {name} was {old} and is {new}", "It is no longer sent unless the caller sets it.";
    FieldFixedChanged "field-fixed-changed" Major [Docs Changes None] Vendor
        "the field {name} was {old} and is {new}", "The same call sends another value: it may do another thing.";
    ArgumentsReordered "arguments-reordered" Major [Breaks None None] Vendor
        "{name} has moved: `new` took {old} and takes {new}", "The arguments of `new` change places; where their types agree, an old call compiles and sends the wrong thing.";
    FieldsReordered "fields-reordered" Patch [Docs None None] Vendor
        "{name} has moved: the fields were {old} and are {new}", "Readers of the docs. No argument of `new` changes its place.";
    FieldPlaceChanged "field-place-changed" Minor [None Changes None] Vendor
        "the field {name} travelled in {old} and travels in {new}", "The same call sends it elsewhere.";
    RequestLimitTightened "request-limit-tightened" Minor [Docs None Changes] Vendor
        "the {of} of {name} was {old} and is {new}", "The mock refuses values that it took.";
    RequestLimitLoosened "request-limit-loosened" Patch [Docs None Changes] Vendor
        "the {of} of {name} was {old} and is {new}", "The mock takes values that it refused.";
    ResponseLimitChanged "response-limit-changed" Patch [Docs None None] Vendor
        "the {of} of {name} was {old} and is {new}", "Readers of the docs.";
    RequestDefaultChanged "request-default-changed" Patch [Docs None Changes] Vendor
        "the {of} of {name} was {old} and is {new}", "Who leaves the field out gets what WeChat takes; the mock says the same.";
    ResponseDefaultChanged "response-default-changed" Minor [None Changes None] Vendor
        "the {of} of {name} was {old} and is {new}", "An absent field is read as another value.";
    ResponseDefaultAddedOrRemoved "response-default-added-or-removed" Major [Breaks Changes None] Vendor
        "the {of} of {name} was {old} and is {new}", "An optional field that is only received is an `Option` without a default, and none with one.";
    FieldDeprecated "field-deprecated" Minor [Changes None None] Vendor
        "the field {name} was {old} and is {new}", "Using it gives a warning, which some builds treat as an error.";
    FieldNoLongerDeprecated "field-no-longer-deprecated" Patch [Docs None None] Vendor
        "the field {name} was {old} and is {new}", "Using it gives no warning any more.";
    FieldDeprecationChanged "field-deprecation-changed" Patch [Docs None None] Vendor
        "the field {name} was {old} and is {new}", "Readers of the docs and of the warning.";
    FieldDocChanged "field-doc-changed" Patch [Docs None None] Ours
        "the words about {name} were {old} and are {new}", "Readers of the docs.";

    TypeAdded "type-added" Minor [Adds None None] Vendor
        "the type {name} is new: {new}", "There is a type more.";
    TypeRemoved "type-removed" Major [Breaks None None] Vendor
        "the type {name} is gone; it was {old}", "Code that names it no longer compiles.";
    TypeRenamed "type-renamed" Major [Breaks None None] Ours
        "the type {old} is now {name}", "Code that names it no longer compiles.";
    TypeMoved "type-moved" Major [Breaks None None] Ours
        "the type {name} moved from {old} to {new}", "It is in another module; code that names it no longer compiles.";
    TypeShapeChanged "type-shape-changed" Major [Breaks Changes None] Vendor
        "the type {name} was {old} and is {new}", "It is another kind of type in Rust.";
    TypeDocChanged "type-doc-changed" Patch [Docs None None] Ours
        "the words about {name} were {old} and are {new}", "Readers of the docs.";
    TypeNowSent "type-now-sent" Minor [Adds None None] Vendor
        "the type {name} was only received, and is sent too", "It can be built: there are `new` and `with_`.";
    TypeNowSentWithOptions "type-now-sent-with-options" Major [Breaks None None] Vendor
        "the type {name} was only received, and is sent too; now {new} may be absent", "What can be left out of a request is an `Option`, where a list or JSON had been itself.";
    TypeNoLongerSent "type-no-longer-sent" Major [Breaks None None] Vendor
        "the type {name} is no longer sent", "It can't be built any more: `new`, `with_` and `Encode` are gone.";
    TypeNowReceived "type-now-received" Minor [Adds None None] Vendor
        "the type {name} was only sent, and is received too", "It has `Decode` too.";
    TypeNoLongerReceived "type-no-longer-received" Major [Breaks None None] Vendor
        "the type {name} is no longer received", "It has no `Decode` any more.";
    AlternativeAdded "alternative-added" Minor [Adds None None] Vendor
        "the alternative {name} is new: {new}", "What was read as `Other` is a variant now, and it can be sent.";
    AlternativeRemoved "alternative-removed" Major [Breaks None None] Vendor
        "the alternative {name} is gone; it was {old}", "Code that names the variant no longer compiles.";
    AlternativeValueChanged "alternative-value-changed" Minor [None Changes None] Vendor
        "the tag said {old} of the alternative {name} and says {new}", "The same code sends and reads another value.";
    TagChanged "tag-changed" Minor [None Changes None] Vendor
        "the tag of {name} was {old} and is {new}", "The same code sends it, and reads by it, under another name.";
    PatternAdded "pattern-added" Minor [Docs None Changes] Vendor
        "the pattern of {name} was {old} and is {new}", "The mock refuses values that it took.";
    PatternChanged "pattern-changed" Minor [Docs None Changes] Vendor
        "the pattern of {name} was {old} and is {new}", "The mock may refuse values that it took.";
    PatternRemoved "pattern-removed" Patch [Docs None Changes] Vendor
        "the pattern of {name} was {old} and is {new}", "The mock takes values that it refused.";
    ValueAdded "value-added" Minor [Adds None Changes] Vendor
        "{of} has one more value, {new}", "What was read as `Other` is a variant now.";
    ValueRemoved "value-removed" Major [Breaks None Changes] Vendor
        "{of} lost the value {old}", "The variant is gone; the value is read as `Other`, and the mock refuses it.";
    ValueRenamed "value-renamed" Major [Breaks Changes None] Vendor
        "the value {old} of {of} is now {new}", "Its variant has another name, and travels as another value.";
    ValueWireChanged "value-wire-changed" Minor [Docs Changes None] Vendor
        "the variant {name} travelled as {old} and travels as {new}", "The same code sends another value.";
    ValueRustNameChanged "value-rust-name-changed" Major [Breaks None None] Ours
        "the value {name} was {old} in Rust and is {new}", "Its variant has another name.";
    ValueDocChanged "value-doc-changed" Patch [Docs None None] Ours
        "the words about {name} were {old} and are {new}", "Readers of the docs.";

    ErrcodeAdded "errcode-added" Minor [Adds None Changes] Vendor
        "errcode {name} is new: {new}", "What was `Other` has a name, a class and a remedy.";
    ErrcodeRemoved "errcode-removed" Major [Breaks None Changes] Vendor
        "errcode {name} is gone; it was {old}", "Its variant or constant is gone, and its class with it.";
    ErrcodeRenamed "errcode-renamed" Major [Breaks None None] Ours
        "errcode {name} was {old} in Rust and is {new}", "Its variant or constant has another name.";
    ErrcodeRenumbered "errcode-renumbered" Minor [Docs Changes Changes] Vendor
        "the number of errcode {name} was {old} and is {new}", "The name stands for another number on the wire.";
    ErrcodeClassChanged "errcode-class-changed" Minor [Docs None Changes] Ours
        "the class of errcode {name} was {old} and is {new}", "The client decides by the class: it may now retry a call, or no longer.";
    ErrcodeOperatorChanged "errcode-operator-changed" Minor [Docs None Changes] Ours
        "what an operator must fix after errcode {name} was {old} and is {new}", "Errors report another action.";
    ErrcodeQuotaChanged "errcode-quota-changed" Minor [Docs None Changes] Vendor
        "the quota of errcode {name} was {old} and is {new}", "The client uses it: when to retry, and what an error says.";
    ErrcodeMessageChanged "errcode-message-changed" Patch [Docs None None] Vendor
        "the vendor's words for errcode {name} were {old} and are {new}", "Readers of the docs; the mock says it.";
    ErrcodeMeaningChanged "errcode-meaning-changed" Patch [Docs None None] Ours
        "the meaning of errcode {name} was {old} and is {new}", "Readers of the docs and of errors.";
    ErrcodeRemedyChanged "errcode-remedy-changed" Patch [Docs None None] Ours
        "the remedy of errcode {name} was {old} and is {new}", "Readers of the docs and of errors.";
    AreaAdded "area-added" Minor [Adds None Changes] Ours
        "the area {name} is new: {new}", "Numbers in it have an area.";
    AreaRemoved "area-removed" Major [Breaks None Changes] Ours
        "the area {name} is gone; it was {old}", "Its variant is gone.";
    AreaRenamed "area-renamed" Major [Breaks None None] Ours
        "the area {old} is now {new}", "Its variant has another name.";
    AreaRangeChanged "area-range-changed" Minor [None None Changes] Vendor
        "the range of the area {name} was {old} and is {new}", "Other numbers have this area.";
    AreaDocChanged "area-doc-changed" Patch [Docs None None] Ours
        "the words about the area {name} were {old} and are {new}", "Readers of the docs.";
    PermissionSetAdded "permission-set-added" Patch [Docs None None] Vendor
        "permission set {name} is new: {new}", "Nobody, until an endpoint lists it.";
    PermissionSetRemoved "permission-set-removed" Patch [Docs None None] Vendor
        "permission set {name} is gone; it was {old}", "Nobody: no endpoint lists it.";
    PermissionSetNameChanged "permission-set-name-changed" Patch [Docs None None] Vendor
        "the name of permission set {name} was {old} and is {new}", "Readers of the docs.";
    PermissionSetDocChanged "permission-set-doc-changed" Patch [Docs None None] Ours
        "the words about permission set {name} were {old} and are {new}", "Readers of the docs.";
}
