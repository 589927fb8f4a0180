package io.nelumbo.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which libraries and types stay behind which door: docs/architecture.md, as rules. */
class BoundaryTest {
  private static final JavaClasses CLASSES = ProjectClasses.all();

  private static final Pattern SECRET_NAME =
      Pattern.compile("(Spending|Signing|Viewing|Nullifier)Key.*|.*Secret.*|.*Witness.*|Seed");

  /** Types that hold secrets: everything of the wallet, and the key and witness types elsewhere. */
  private static final DescribedPredicate<JavaClass> SECRET_BEARING =
      DescribedPredicate.describe(
          "a secret-bearing type",
          type ->
              type.getPackageName().startsWith("io.nelumbo.wallet")
                  || (type.getPackageName().startsWith("io.nelumbo")
                      && SECRET_NAME.matcher(type.getSimpleName()).matches()));

  private static final DescribedPredicate<JavaClass> NATIVE_MACHINERY =
      DescribedPredicate.describe(
          "a type of java.lang.foreign or a method handle",
          type ->
              type.getPackageName().startsWith("java.lang.foreign")
                  || type.getName().startsWith("java.lang.invoke."));

  private static final String[] SECRET_FREE = {
    "io.nelumbo.verifier..",
    "io.nelumbo.node.net..",
    "io.nelumbo.node.gossip..",
    "io.nelumbo.node.mempool..",
    "io.nelumbo.node.ledger.."
  };

  @Test
  void onlyTheEngineTouchesForeignMemory() {
    onlyIn("java.lang.foreign..", "io.nelumbo.engine..").check(CLASSES);
  }

  @Test
  void publicMethodsOfTheEngineShowNoNativeMachinery() {
    codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("io.nelumbo.engine..")
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should(haveNoTypeInTheSignature(NATIVE_MACHINERY))
        .check(CLASSES);
  }

  @Test
  void onlyCircuitsDeclaresNativeMethods() {
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage("io.nelumbo.circuits..")
        .should()
        .haveModifier(NATIVE)
        .check(CLASSES);
  }

  @Test
  void ofTheProverProcessOnlyItsEntryReachesTheCircuits() {
    noClasses()
        .that()
        .resideInAPackage("io.nelumbo.prover.child")
        .and()
        .doNotHaveSimpleName("ProverMain")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.nelumbo.circuits..")
        .because("the parent must never map the circuit library")
        .check(CLASSES);
  }

  @Test
  void nettyStaysInNetAndTheConsensusCodec() {
    onlyIn("io.netty..", "io.nelumbo.node.net..", "io.nelumbo.node.consensus.abci..")
        .check(CLASSES);
  }

  @Test
  void rocksDbStaysInStore() {
    onlyIn("org.rocksdb..", "io.nelumbo.node.store..").check(CLASSES);
  }

  @Test
  void armeriaStaysInRpcAndApi() {
    onlyIn("com.linecorp.armeria..", "io.nelumbo.node.rpc..", "io.nelumbo.api..").check(CLASSES);
  }

  @Test
  void sqlStaysInTheWallet() {
    onlyIn("java.sql..", "io.nelumbo.wallet..").check(CLASSES);
  }

  @Test
  void codeThatNeedsNoSecretsHasNoneInItsSignatures() {
    codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(SECRET_FREE)
        .should(haveNoTypeInTheSignature(SECRET_BEARING))
        .check(CLASSES);
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(SECRET_FREE)
        .should(haveAnotherTypeThan(SECRET_BEARING))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static ArchRule onlyIn(String library, String... homes) {
    return noClasses()
        .that()
        .resideInAPackage("io.nelumbo..")
        .and()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because("its home is " + List.of(homes));
  }

  private static ArchCondition<JavaCodeUnit> haveNoTypeInTheSignature(
      DescribedPredicate<JavaClass> forbidden) {
    return new ArchCondition<>("not have " + forbidden.getDescription() + " in the signature") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(
                Stream.of(unit.getRawReturnType()),
                Stream.concat(
                    unit.getRawParameterTypes().stream(), unit.getExceptionTypes().stream()))
            .filter(type -> forbidden.test(type.getBaseComponentType()))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        unit, unit.getFullName() + " shows " + type.getName())));
      }
    };
  }

  private static ArchCondition<JavaField> haveAnotherTypeThan(
      DescribedPredicate<JavaClass> forbidden) {
    return new ArchCondition<>("not have as its type " + forbidden.getDescription()) {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        if (forbidden.test(type.getBaseComponentType())) {
          events.add(
              SimpleConditionEvent.violated(
                  field, field.getFullName() + " is a " + type.getName()));
        }
      }
    };
  }
}
