#include "consolidation/findingsjson.h"

#include "base/jsonwriter.h"

namespace consolidation {

namespace {

void writeReference(base::JsonWriter &json, const Member &member)
{
    json.beginObject().key("file").string(member.ref.file).key("document").number(member.ref.document).key("key");
    if (member.ref.key)
        json.string(*member.ref.key);
    else
        json.null();
    json.key("group").string(member.ref.group).key("index").number(member.ref.index);
    json.key("name").string(member.rule->name.value).endObject();
}

void writeReferences(base::JsonWriter &json, const char *key, const std::vector<Member> &members)
{
    json.key(key).beginArray();
    for (const Member &member : members)
        writeReference(json.line(), member);
    json.endArray();
}

void writeVariation(base::JsonWriter &json, const Variation &variation)
{
    json.line().beginObject().key("slot").string(slotName(variation.slot)).key("at").beginObject();
    json.key("path").string(variation.path).key("start").number(variation.place.start);
    json.key("end").number(variation.place.end).endObject().key("name").string(variation.name);
    json.key("values").beginArray();
    for (const std::string &value : variation.values)
        json.string(value);
    json.endArray().endObject();
}

void writeFamily(base::JsonWriter &json, const Family &family)
{
    json.line().beginObject().key("id").string(family.id).key("merge").string(mergeName(family.merge));
    json.key("why").string(family.why.english()).key("remedy").string(family.remedy.english());
    writeReferences(json, "rules", family.members);
    json.key("varies").beginArray();
    for (const Variation &variation : family.varies)
        writeVariation(json, variation);
    json.endArray().key("drift").beginArray();
    for (const Drift &drift : family.drift) {
        json.line().beginObject().key("rule");
        writeReference(json, family.members[drift.member]);
        json.key("text").string(drift.text.english()).endObject();
    }
    json.endArray();
    writeReferences(json, "readers", family.readers);
    json.key("proposal");
    if (family.merge == Merge::None)
        json.null();
    else
        json.beginObject().key("recording").beginArray().endArray().key("alerting").beginArray().endArray().endObject();
    json.key("verdict").string("unproved").key("strength").string("structure");
    json.key("fired").beginObject().key("old").null().key("new").null().endObject();
    json.key("coverage").null().key("headroom").null().key("evidence").beginArray().endArray().endObject();
}

} // namespace

std::string toJson(const Findings &findings)
{
    base::JsonWriter json;
    json.beginObject().key("families").beginArray();
    for (const Family &family : findings.families)
        writeFamily(json, family);
    json.endArray().line().key("kept_apart").beginArray();
    for (const LookAlikes &alikes : findings.keptApart) {
        json.line().beginObject();
        writeReferences(json, "rules", alikes.rules);
        json.key("why").string(alikes.why.english()).endObject();
    }
    json.endArray().line().key("shared").beginArray();
    for (const SharedExpr &shared : findings.shared) {
        json.line().beginObject().key("expr").string(shared.expr);
        writeReferences(json, "rules", shared.rules);
        json.endObject();
    }
    json.endArray();
    writeReferences(json.line(), "unread", findings.unread);
    json.line().key("rules").beginObject().key("before").number(findings.ruleCount);
    json.key("after").number(findings.ruleCount).endObject().endObject();
    return json.text() + '\n';
}

} // namespace consolidation
