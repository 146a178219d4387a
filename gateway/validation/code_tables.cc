#include "validation/code_tables.h"

#include <algorithm>

namespace caseway::validation {
namespace {

constexpr std::string_view kCountries =
    "004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086 090 092 096 100 104 108 112 116 "
    "120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188 191 192 196 203 204 208 212 214 218 222 226 231 232 233 234 238 "
    "239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 300 304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 "
    "368 372 376 380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470 474 478 480 484 492 "
    "496 498 499 500 504 508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 604 608 "
    "612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690 694 702 703 704 705 706 710 716 724 728 "
    "729 732 740 744 748 752 756 760 762 764 768 772 776 780 784 788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854 858 860 862 "
    "876 882 887 894 ABW AD AE AF AFG AG AGO AI AIA AL ALA ALB AM AND AO AQ AR ARE ARG ARM AS ASM AT ATA ATF ATG AU AUS AUT AW AX AZ AZE BA BB BD "
    "BDI BE BEL BEN BES BF BFA BG BGD BGR BH BHR BHS BI BIH BJ BL BLM BLR BLZ BM BMU BN BO BOL BQ BR BRA BRB BRN BS BT BTN BV BVT BW BWA BY BZ CA "
    "CAF CAN CC CCK CD CF CG CH CHE CHL CHN CI CIV CK CL CM CMR CN CO COD COG COK COL COM CPV CR CRI CU CUB CUW CV CW CX CXR CY CYM CYP CZ CZE DE "
    "DEU DJ DJI DK DM DMA DNK DO DOM DZ DZA EC ECU EE EG EGY EH ER ERI ES ESH ESP EST ET ETH FI FIN FJ FJI FK FLK FM FO FR FRA FRO FSM GA GAB GB "
    "GBR GD GE GEO GF GG GGY GH GHA GI GIB GIN GL GLP GM GMB GN GNB GNQ GP GQ GR GRC GRD GRL GS GT GTM GU GUF GUM GUY GW GY HK HKG HM HMD HN HND "
    "HR HRV HT HTI HU HUN ID IDN IE IL IM IMN IN IND IO IOT IQ IR IRL IRN IRQ IS ISL ISR IT ITA JAM JE JEY JM JO JOR JP JPN KAZ KE KEN KG KGZ KH "
    "KHM KI KIR KM KN KNA KOR KP KR KW KWT KY KZ LA LAO LB LBN LBR LBY LC LCA LI LIE LK LKA LR LS LSO LT LTU LU LUX LV LVA LY MA MAC MAF MAR MC "
    "MCO MD MDA MDG MDV ME MEX MF MG MH MHL MK MKD ML MLI MLT MM MMR MN MNE MNG MNP MO MOZ MP MQ MR MRT MS MSR MT MTQ MU MUS MV MW MWI MX MY MYS "
    "MYT MZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NIU NL NLD NO NOR NP NPL NR NRU NU NZ NZL OM OMN PA PAK PAN PCN PE PER PF PG PH PHL PK PL "
    "PLW PM PN PNG POL PR PRI PRK PRT PRY PS PSE PT PW PY PYF QA QAT RE REU RO ROU RS RU RUS RW RWA SA SAU SB SC SD SDN SE SEN SG SGP SGS SH SHN "
    "SI SJ SJM SK SL SLB SLE SLV SM SMR SN SO SOM SPM SR SRB SS SSD ST STP SUR SV SVK SVN SWE SWZ SX SXM SY SYC SYR SZ TC TCA TCD TD TF TG TGO TH "
    "THA TJ TJK TK TKL TKM TL TLS TM TN TO TON TR TT TTO TUN TUR TUV TV TW TWN TZ TZA UA UG UGA UKR UM UMI URY US USA UY UZ UZB VA VAT VC VCT VE "
    "VEN VG VGB VI VIR VN VNM VU VUT WF WLF WS WSM YE YEM YT ZA ZAF ZM ZMB ZW ZWE";

constexpr std::string_view kCurrencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP "
    "COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD "
    "IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
    "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TND TOP TRY TTD TVD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR "
    "XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG ZWL";

constexpr std::string_view kLanguages =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo "
    "fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw "
    "ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
    "rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za "
    "zh zu";

constexpr std::string_view kStates =
    "AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA "
    "PR PW RI SC SD TN TX UM UT VA VI VT WA WI WV WY";

std::unordered_set<std::string_view> words(std::string_view text) {
  std::unordered_set<std::string_view> set;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = std::min(text.find(' ', at), text.size());
    set.insert(text.substr(at, blank - at));
    at = blank + 1;
  }
  return set;
}

}  // namespace

const std::unordered_set<std::string_view>& iso_countries() {
  static const auto set = words(kCountries);
  return set;
}
const std::unordered_set<std::string_view>& iso_currencies() {
  static const auto set = words(kCurrencies);
  return set;
}
const std::unordered_set<std::string_view>& iso_languages() {
  static const auto set = words(kLanguages);
  return set;
}
const std::unordered_set<std::string_view>& usps_states() {
  static const auto set = words(kStates);
  return set;
}

}  // namespace caseway::validation
