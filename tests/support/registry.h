#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QObject>

namespace support {

/// The test classes of one executable, in the order of their registration.
std::vector<std::function<std::unique_ptr<QObject>()>> &testClasses();

/// Runs every registered class with QTest::qExec; returns the number of failed test functions, at most 255.
int runTests(int argc, char **argv);

struct Registration
{
    explicit Registration(std::function<std::unique_ptr<QObject>()> make) { testClasses().push_back(std::move(make)); }
};

} // namespace support

/// Registers a QObject with private test slots. One file of the folder's executable also says TEST_MAIN().
#define REGISTER_TEST(Class)                                                                                           \
    static const support::Registration registration##Class([] { return std::make_unique<Class>(); })

#define TEST_MAIN(Application)                                                                                         \
    int main(int argc, char **argv)                                                                                    \
    {                                                                                                                  \
        Application application(argc, argv);                                                                           \
        return support::runTests(argc, argv);                                                                          \
    }
