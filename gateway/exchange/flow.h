// A payload of any size, document by document: one is read, seen by the policy, written and let go before the next but a few is read. What comes of
// it is what Pipeline::translate() gives of the whole: the result, byte for byte, the issues in their order, the counts of all hops; but for what
// reading keeps, which goes back to its sender and is not gathered.
//
//   memory   a few documents, and what the reader says (mapping/tables/csv_reading.h); of related tables and lists of JSON the whole source, of a
//            full list a key and a digest of each entry besides
//   threads  reading has one of its own
//   twice    Where senders are remembered (memory.h) the file is looked at before anything of it goes on: whether it is parked is known at its
//            end. It is read again when a repair file is wanted and documents that were read could not be written.
//   issues   those of the dialects and of exchange/deciding.h; host.file (fatal): the system refused to read or write
#pragma once

#include <memory>
#include <optional>

#include "exchange/memory.h"
#include "exchange/parties.h"
#include "exchange/pipeline.h"
#include "host/translator.h"

namespace caseway::exchange {

struct Route {
  const Request& request;
  const Slicing& slicing;
  Party sender, receiver;
  Context reading;
  std::shared_ptr<Memory> memory;  // of the sender; may be none
  host::Translator& translator;
};

// From one open file into another, which stay the caller's. The result is good when the journey has a part. Nothing, before anything was written,
// when documents of two kinds would come of it, which only FHIR has in one file: entries of a full list, and what closes those that have gone from
// it.
std::optional<Journey> flow(const Route& route, int source, int result);

}  // namespace caseway::exchange
