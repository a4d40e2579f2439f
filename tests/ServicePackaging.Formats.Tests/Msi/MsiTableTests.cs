using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Tests.Msi;

public sealed class MsiTableTests
{
    [Fact]
    public void A_row_knows_its_cells_by_column()
    {
        var row = MsiTables.Property.Row("ProductName", "Orders");

        Assert.Equal("Orders", row["Value"].Text);
        Assert.Equal("Property\tProductName\tOrders", row.ToString());
        Assert.Throws<ArgumentException>(() => row["Valeu"]);
    }

    [Fact]
    public void An_empty_text_is_nothing() => Assert.Equal(MsiValue.Null, (MsiValue)"");

    [Fact]
    public void Rows_are_refused_that_a_table_does_not_take()
    {
        AssertRefused("Property: 1 values for 2 columns.", MsiTables.Property, "ProductName");
        AssertRefused("Property.Value: '' must not be empty.", MsiTables.Property, "ProductName", "");
        AssertRefused("Property.Value: '7' is not a text.", MsiTables.Property, "ProductName", 7);
        AssertRefused("Property.Property: '1st' is not an identifier of letters, digits, _ and . that starts with a letter or _.", MsiTables.Property, "1st", "x");
        AssertRefused("Property.Value: 'a\0b' contains NUL.", MsiTables.Property, "Name", "a\0b");
        AssertRefused("Property.Value: 'a\uD800' contains half a surrogate pair.", MsiTables.Property, "Name", "a\uD800");
        AssertRefused("Registry.Root: '4' is outside the range -1 to 3.", MsiTables.Registry, "R", 4, "Software", "", "", "C");
        AssertRefused("RemoveFile.InstallMode: '4' is not one of 1;2;3.", MsiTables.RemoveFile, "R", "C", "*", "DIR", 4);
        AssertRefused("Component.Attributes: '-32768' is outside the range -32767 to 32767.", MsiTables.Component, "C", "", "D", -32768, "", "");
        AssertRefused(
            "Component.ComponentId: '{e2c41c1a-51f7-4be8-9a6a-0f4b7b8ac001}' is not a GUID in braces and upper case.",
            MsiTables.Component, "C", "{e2c41c1a-51f7-4be8-9a6a-0f4b7b8ac001}", "D", 0, "", "");
        AssertRefused("Feature.Directory_: 'installFolder' is not in upper case.", MsiTables.Feature, "F", "", "", "", 2, 1, "installFolder", 0);
        AssertRefused($"Feature.Feature: '{new string('F', 39)}' is longer than 38 characters.", MsiTables.Feature, new string('F', 39), "", "", "", 2, 1, "", 0);
        AssertRefused("Icon.Data: 'text' is not a stream.", MsiTables.Icon, "I.ico", "text");
        AssertRefused("Property.Value: '[stream]' is not a text.", MsiTables.Property, "Name", FileContent.FromText("x"));
    }

    [Fact]
    public void Every_table_has_its_key_first_and_foreign_keys_that_name_columns() => Assert.All(MsiTables.All.Values, table =>
    {
        Assert.Equal(table.Columns.Count(column => column.IsKey), table.KeyCount);
        Assert.InRange(table.KeyCount, 1, table.Columns.Count);
        Assert.All(table.Columns.Where(column => column.KeyTable is { } key && MsiTables.All.ContainsKey(key)), column =>
            Assert.True(MsiTables.All[column.KeyTable!].Columns[column.KeyColumn - 1].MaxLength <= column.MaxLength));
    });

    private static void AssertRefused(string message, MsiTable table, params MsiValue[] cells)
    {
        var refusal = Assert.Throws<ArgumentException>(() => table.Row(cells));
        Assert.Equal(message, refusal.Message.Replace(" (Parameter 'cells')", "", StringComparison.Ordinal));
    }
}
