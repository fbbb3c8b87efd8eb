#pragma once

#include "consolidation/report.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Changes that are offered beside the families: rules that can read what is recorded by then, and rules whose
/// condition is better asked in another way. They have the form of a family and its proposal, so that they are compared
/// and written as these are.
namespace consolidation {

struct Offer
{
    /// "reader", "shared", "heap-ratio", "heap-cap", "literal-limit", "raw-counter", "healthy-ratio" or
    /// "single-service".
    const char *kind = "";
    /// What is the matter, and what would help.
    base::Text text;
    /// The rules that are concerned; of "heap-cap" none.
    Family family;
    /// Empty where nothing can be proposed, or not before an endpoint was asked: see MigrationRun.
    Proposal proposal;
    std::vector<Evidence> evidence;
    /// Of the proposal; unproved until it is compared.
    Proof proof = {};
    /// Of "heap-cap": the manifest, its line (1-based), and what would stand there instead.
    std::string file;
    std::size_t line = 0;
    base::TextEdits edits;
    /// Of "reader": the family (index into the report's) that records what is read, and is accepted with the offer.
    std::optional<std::size_t> recordedBy;
};

/// For each reader of a family with a recording rule: the same condition over that recording rule.
[[nodiscard]] std::vector<Offer> readerOffers(const Report &report);

/// For each expression that several rules of no one family compute: one recording rule, or the one that is there, and
/// all of them reading it; what stands in most rules first.
[[nodiscard]] std::vector<Offer> sharedOffers(const Report &report);

/// What accepting the offer with `proposal` for its own means: of "reader" also the family that it needs.
[[nodiscard]] std::vector<std::pair<Family, Proposal>> acceptedWith(const Offer &offer, const Proposal &proposal,
                                                                    const Report &report);
[[nodiscard]] ProposalEdits proposalEdits(const std::vector<std::pair<Family, Proposal>> &accepted);
/// The edits of that, or of the manifest.
[[nodiscard]] ProposalEdits offerEdits(const Offer &offer, const Proposal &proposal, const Report &report);

/// A container of a manifest, and how much memory it may use.
struct ContainerMemory
{
    std::string file;
    std::size_t line = 0;
    /// `Deployment gateway`.
    std::string workload;
    std::string container;
    /// Bytes of `--max-old-space-size`, and its number in the file.
    std::optional<double> heapCap;
    base::ByteRange capRange;
    /// Bytes of resources.limits.memory, and what stands there.
    std::optional<double> limit;
    std::string limitText = {};
    /// The file caps a heap, but is a template that is no YAML before it is filled in: nothing else is known.
    bool isTemplate = false;
};

/// Heap ratios, counters that are compared as they are, memory compared with a number that is a limit, alerts for one
/// service of several; and heap caps that do not fit the memory limit of their container.
[[nodiscard]] std::vector<Offer> findMigrations(const Report &report, const std::vector<ContainerMemory> &containers);

/// Asks an endpoint what a migration needs to know: which labels join, which series were born late, which other
/// services there are. Completes proposal and evidence. The thread of the source.
class MigrationRun
{
public:
    /// `offer` and `report` must outlive the run. Times in milliseconds.
    MigrationRun(Offer &offer, const Report &report, Milliseconds from, Milliseconds to,
                 alerting::SeriesSource &source);
    ~MigrationRun();

    /// `finished` is called once, later or from within start(). Deleting the run cancels.
    void start(std::function<void()> finished);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace consolidation
