#include "formats/xerces/xml_errors.h"

#include <algorithm>
#include <iterator>
#include <xercesc/framework/XMLErrorCodes.hpp>

namespace caseway::formats {
namespace {

using xercesc::XMLErrs;

constexpr std::string_view kEndTag = "An element is not closed where it must be: its end tag is missing, misspelt or out of order.";
constexpr std::string_view kCutOff = "The document ends too early; it may be cut off.";
constexpr std::string_view kTag = "A tag is not written as XML wants it; look for a missing >, quotation mark or equals sign.";
constexpr std::string_view kCharacter = "There is a character that XML does not allow, such as a control character.";
constexpr std::string_view kReference = "A reference (& ... ;) is not complete or not a number. A plain & is written &amp;.";
constexpr std::string_view kOutside = "There is something outside the root element that must not be there. Send one document per file.";
constexpr std::string_view kDeclaration = "The XML declaration is not right; it is <?xml version=\"1.0\" encoding=\"UTF-8\"?>, before anything else.";
constexpr std::string_view kNamespace = "A namespace declaration uses a reserved prefix or address, or an empty one.";

struct Sentence {
  unsigned code;
  std::string_view text;
};
constexpr Sentence kSentences[] = {
    {XMLErrs::ExpectedEndOfTagX, kEndTag},
    {XMLErrs::UnterminatedEndTag, kEndTag},
    {XMLErrs::MoreEndThanStartTags, kEndTag},
    {XMLErrs::PartialTagMarkupError, kEndTag},
    {XMLErrs::EndedWithTagsOnStack, kCutOff},
    {XMLErrs::XMLException_Fatal, kCutOff},
    {XMLErrs::UnexpectedEOE, kCutOff},
    {XMLErrs::UnterminatedComment, "A comment is not closed."},
    {XMLErrs::IllegalSequenceInComment, "A comment holds two hyphens in a row, which XML does not allow."},
    {XMLErrs::UnterminatedCDATASection, "A CDATA section is not closed."},
    {XMLErrs::UnterminatedPI, "A processing instruction is not closed."},
    {XMLErrs::PINameExpected, "A processing instruction has no name."},
    {XMLErrs::NoPIStartsWithXML, kDeclaration},
    {XMLErrs::XMLDeclMustBeFirst, kDeclaration},
    {XMLErrs::XMLDeclMustBeLowerCase, kDeclaration},
    {XMLErrs::XMLVersionRequired, kDeclaration},
    {XMLErrs::BadXMLVersion, kDeclaration},
    {XMLErrs::UnsupportedXMLVersion, kDeclaration},
    {XMLErrs::BadXMLEncoding, kDeclaration},
    {XMLErrs::BadStandalone, kDeclaration},
    {XMLErrs::UnterminatedXMLDecl, kDeclaration},
    {XMLErrs::ExpectedDeclString, kDeclaration},
    {XMLErrs::UnterminatedStartTag, kTag},
    {XMLErrs::ExpectedAttrName, kTag},
    {XMLErrs::ExpectedEqSign, kTag},
    {XMLErrs::ExpectedAttrValue, kTag},
    {XMLErrs::ExpectedWhitespace, kTag},
    {XMLErrs::ExpectedElementName, "A < is not followed by the name of an element. A plain < is written &lt;."},
    {XMLErrs::InvalidElementName, "The name of an element is not a name in XML."},
    {XMLErrs::InvalidAttrName, "The name of an attribute is not a name in XML."},
    {XMLErrs::BracketInAttrValue, "An attribute's value holds a plain <, which is written &lt;; or its closing quotation mark is missing."},
    {XMLErrs::AttrAlreadyUsedInSTag, "An element has the same attribute twice; which value counts would be a guess. Remove one."},
    {XMLErrs::UnknownPrefix, "A name has a prefix that no namespace declaration explains. Declare it with xmlns:... or remove it."},
    {XMLErrs::ColonNotLegalWithNS, "A name has a colon where it may not have one."},
    {XMLErrs::NoEmptyStrNamespace, kNamespace},
    {XMLErrs::NoUseOfxmlnsAsPrefix, kNamespace},
    {XMLErrs::NoUseOfxmlnsURI, kNamespace},
    {XMLErrs::PrefixXMLNotMatchXMLURI, kNamespace},
    {XMLErrs::XMLURINotMatchXMLPrefix, kNamespace},
    {XMLErrs::NoXMLNSAsElementPrefix, kNamespace},
    {XMLErrs::InvalidCharacter, kCharacter},
    {XMLErrs::InvalidCharacterInAttrValue, kCharacter},
    {XMLErrs::Expected2ndSurrogateChar, kCharacter},
    {XMLErrs::Unexpected2ndSurrogateChar, kCharacter},
    {XMLErrs::InvalidCharacterRef, "A character reference names a character that XML does not allow."},
    {XMLErrs::BadDigitForRadix, kReference},
    {XMLErrs::HexRadixMustBeLowerCase, kReference},
    {XMLErrs::ExpectedNumericalCharRef, kReference},
    {XMLErrs::UnterminatedCharRef, kReference},
    {XMLErrs::ExpectedEntityRefName, kReference},
    {XMLErrs::InvalidEntityRefName, kReference},
    {XMLErrs::UnterminatedEntityRef, kReference},
    {XMLErrs::EntityNotFound, "An entity is used that XML does not know (as &nbsp; of HTML). Write the character itself, or its number as &#160;."},
    {XMLErrs::BadSequenceInCharData, "Text holds ]]>, which is written ]]&gt;."},
    {XMLErrs::EmptyMainEntity, "There is no element in the document."},
    {XMLErrs::InvalidDocumentStructure, "The document does not begin with an element. XML is expected here."},
    {XMLErrs::NotValidAfterContent, kOutside},
    {XMLErrs::ExpectedCommentOrPI, kOutside},
    {XMLErrs::CDATAOutsideOfContent, kOutside},
    {XMLErrs::ExpectedCommentOrCDATA, "A <! is followed by neither a comment nor a CDATA section; nothing else is allowed here."},
};

}  // namespace

std::string_view xml_error_sentence(unsigned code) {
  const auto* found = std::find_if(std::begin(kSentences), std::end(kSentences), [&](const Sentence& s) { return s.code == code; });
  return found == std::end(kSentences) ? std::string_view("This is not well-formed XML.") : found->text;
}

}  // namespace caseway::formats
