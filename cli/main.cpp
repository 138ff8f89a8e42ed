#include <riserun/cli/program.hpp>

int main(int argc, char** argv) { return riserun::cli::run(argc, argv); }
