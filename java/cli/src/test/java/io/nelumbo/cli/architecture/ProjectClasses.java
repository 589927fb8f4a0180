package io.nelumbo.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The compiled classes of every module, without tests; read once. */
final class ProjectClasses {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Published test kits are jars when Maven packages the modules.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.nelumbo");

  private ProjectClasses() {}

  static JavaClasses all() {
    return ALL;
  }
}
