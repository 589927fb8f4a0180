package io.nelumbo.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which module, and which room of the node, may know which other: docs/architecture.md, as rules.
 */
class ModuleGraphTest {

  /** One row: a package below {@code io.nelumbo} and those that it may know beside itself. */
  record Row(String name, List<String> mayKnow) {
    static Row of(String name, String... mayKnow) {
      return new Row(name, List.of(mayKnow));
    }
  }

  private static final JavaClasses CLASSES = ProjectClasses.all();

  static final List<Row> MODULES =
      List.of(
          Row.of("core"),
          Row.of("engine", "core"),
          Row.of("circuits", "engine", "core"),
          Row.of("api", "core"),
          Row.of("verifier", "engine", "core"),
          Row.of("prover", "circuits", "engine", "core"),
          Row.of("wallet", "prover", "engine", "core"),
          Row.of("node", "api", "verifier", "engine", "core"),
          Row.of("bench", "prover", "verifier", "engine", "circuits", "core"));

  /** The rooms of the node from the bottom up; every room may know metrics, which knows none. */
  static final List<Row> ROOMS =
      List.of(
          Row.of("metrics"),
          Row.of("store"),
          Row.of("ledger", "store"),
          Row.of("mempool", "ledger", "store"),
          Row.of("admission", "mempool", "ledger", "store"),
          Row.of("gossip", "admission", "mempool", "ledger"),
          Row.of("net", "gossip"),
          Row.of("consensus", "admission", "mempool", "ledger", "store"),
          Row.of("rpc", "admission", "mempool", "ledger", "store"));

  @ParameterizedTest
  @FieldSource("MODULES")
  void moduleKnowsOnlyItsNeighbours(Row module) {
    String[] allowed =
        Stream.concat(Stream.of(module.name()), module.mayKnow().stream())
            .map(name -> "io.nelumbo." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("io.nelumbo." + module.name() + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("io.nelumbo..")).or(resideInAnyPackage(allowed)))
        .because("docs/architecture.md says who may know whom")
        .check(CLASSES);
  }

  /** Both libraries are found and checked in the same way; nothing else of the engine is needed. */
  @Test
  void circuitsUsesOnlyTheLibraryFinderOfTheEngine() {
    classes()
        .that()
        .resideInAPackage("io.nelumbo.circuits..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("io.nelumbo.engine..")).or(simpleNameStartingWith("LibraryFile")))
        .check(CLASSES);
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void roomOfTheNodeKnowsOnlyRoomsBelow(Row room) {
    List<String> allowed =
        Stream.concat(Stream.of(room.name(), "metrics"), room.mayKnow().stream()).toList();
    String[] forbidden =
        Stream.concat(ROOMS.stream().map(Row::name), Stream.of("app"))
            .filter(name -> !allowed.contains(name))
            .map(name -> "io.nelumbo.node." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("io.nelumbo.node." + room.name() + "..")
        .should()
        .onlyDependOnClassesThat(not(resideInAnyPackage(forbidden)))
        .because("the rooms of the node stand in one order")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("io.nelumbo.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "engine",
        "circuits",
        "api",
        "verifier",
        "prover",
        "wallet",
        "node",
        "bench",
        "cli"
      })
  void packagesOfAModuleHaveNoCycles(String module) {
    slices()
        .matching("io.nelumbo." + module + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
